-- Shows completions from charrnn's server as virtual text in insert mode. README.md describes the settings.
local api, fn = vim.api, vim.fn

local settings = {
  url = "http://127.0.0.1:8012",
  key_file = false,
  auto = true,
  filetypes = { "c", "cpp" },
  keys = { accept = "<Tab>", accept_line = "<S-Tab>", accept_word = "<C-Right>", next = "<M-]>", previous = "<M-[>",
    show = "<M-\\>" },
  debounce_ms = 60, n_predict = 128, t_max_predict_ms = 250, min_confidence = false,
}
local steps, alternatives = { next = 1, previous = -1 }, 5 -- the server numbers the suggestions at a place from 0 to 4
local prefix_lines, suffix_lines, piece_lines, max_pieces = 256, 64, 64, 16
-- Bytes of each text, for long lines. JSON has at most two for each of them, and the server's default limit is 136,384.
local prefix_bytes, prompt_bytes, suffix_bytes, piece_bytes, pieces_bytes = 20000, 4000, 10000, 8000, 30000
-- No ~/.curlrc and no proxy: the text goes to the server only. The key is on stdin, where no process list shows it.
local curl = "curl --disable --silent --show-error --fail-with-body --noproxy * --max-time 10 --max-filesize 1000000 --config -"
local max_message = 200 -- bytes of the server's message of an error
local namespace, problem = api.nvim_create_namespace("charrnn"), api.nvim_create_namespace("charrnn-problem")
local api_key, enabled
local failing -- whether the server has not answered since the failure that was reported
-- The present request or suggestion: place, where it is valid; stop(), which removes it; process, curl's; alternative, the one
-- requested last; of a request min_confidence; of a suggestion its text, and shown, the alternative on screen.
local current
local recent, max_recent = {}, 16 -- the suggestions that came last, the newest first: typing and undo show them without a request
local reading -- curl's process of the last request for which the server only reads the text
local size = 0 -- bytes of the buffer after the last change
local show_key -- the key that shows any suggestion, while it is mapped; a mapping of the user stays

local function place()
  local row, column = unpack(api.nvim_win_get_cursor(0))
  return table.concat({ api.nvim_get_mode().mode, fn.win_getid(), fn.bufnr(), vim.b.changedtick, row, column }, " ")
end

local function cancel(request)
  if request.process and not request.process:is_closing() then request.process:kill("sigterm") end
end

local function clear()
  local old = current
  current = nil
  if not old then return end
  old.stop()
  cancel(old)
end

local function hide_problem()
  for _, buffer in ipairs(api.nvim_list_bufs()) do api.nvim_buf_clear_namespace(buffer, problem, 0, -1) end
end

-- Reports the first failure since the server's last answer, cut to the screen's width: a longer message would wait for Enter.
-- In insert mode, Neovim's name of the mode covers it, so the cursor's line shows it too, until insert mode ends.
local function report(message)
  if failing then return end
  failing = true
  local line = ("charrnn: no completions: " .. vim.trim(message)):gsub("%s+", " ")
  vim.notify(line:sub(1, vim.v.echospace), vim.log.levels.WARN)
  if vim.startswith(api.nvim_get_mode().mode, "i") then
    api.nvim_buf_set_extmark(0, problem, api.nvim_win_get_cursor(0)[1] - 1, 0, { virt_text = { { line, "CharrnnProblem" } } })
  end
end

-- Limits the namespace to the current window, and returns whether its extmarks need `scoped` for that. Neovim's functions for it
-- are experimental, those of 0.10 and of later versions. Without them, each window of the buffer shows the suggestion.
local function use_this_window()
  if api.nvim__ns_set then
    pcall(api.nvim__ns_set, namespace, { wins = { api.nvim_get_current_win() } })
    return
  end
  for _, window in ipairs(fn.win_findbuf(fn.bufnr())) do pcall(api.nvim__win_del_ns, window, namespace) end
  return pcall(api.nvim__win_add_ns, 0, namespace) or nil
end

local press, send -- defined below

-- Shows a suggestion. Its mappings exist as long as it does: without a suggestion, the keys do what they did before.
local function show(text, alternative)
  local row, column = unpack(api.nvim_win_get_cursor(0))
  local before, after = api.nvim_get_current_line():sub(1, column), api.nvim_get_current_line():sub(column + 1)
  local lines = vim.split(text, "\n")
  lines[1] = lines[1]:gsub("()\t", function(at) -- inline virtual text would show a tab as ^I
    local head = before .. lines[1]:sub(1, at - 1)
    return (" "):rep(fn.strdisplaywidth(head .. "\t") - fn.strdisplaywidth(head))
  end)
  local overlay = #lines > 1 and after ~= "" -- the rest of the cursor's line is shown after the last line instead
  if overlay then
    lines[1] = lines[1] .. (" "):rep(fn.strdisplaywidth(before .. after) - fn.strdisplaywidth(before))
    lines[#lines] = lines[#lines] .. after
  end
  local chunks = vim.tbl_map(function(line) return { { line, "CharrnnSuggestion" } } end, lines)
  api.nvim_buf_set_extmark(0, namespace, row - 1, column,
    { virt_text = table.remove(chunks, 1), virt_text_pos = overlay and "overlay" or "inline", virt_lines = chunks,
      scoped = use_this_window() })
  local mappings = {}
  for action, key in pairs(settings.keys) do
    if action ~= "show" then
      mappings[key] = fn.maparg(key, "i", false, true)
      vim.keymap.set("i", key, function() press(action, key) end, { buffer = true, nowait = true })
    end
  end
  current = { place = place(), text = text, shown = alternative, alternative = alternative, stop = function()
    api.nvim_buf_clear_namespace(0, namespace, 0, -1)
    for key, mapping in pairs(mappings) do
      vim.keymap.del("i", key, { buffer = true })
      if mapping.buffer == 1 then fn.mapset("i", false, mapping) end
    end
  end }
end

-- The text from the line above a row, counted from 1, to the cursor, and from there to the end of the line below.
local function text_around(first_row)
  local row, column = unpack(api.nvim_win_get_cursor(0))
  local last = math.min(row, api.nvim_buf_line_count(0) - 1)
  local before = api.nvim_buf_get_text(0, math.max(first_row - 2, 0), 0, row - 1, column, {})
  return table.concat(before, "\n"), table.concat(api.nvim_buf_get_text(0, row - 1, column, last, -1, {}), "\n")
end

local function remember(text, alternative)
  local row = api.nvim_win_get_cursor(0)[1]
  local before, after = text_around(row)
  local last_row = row + select(2, text:gsub("\n", ""))
  table.insert(recent, 1, { buffer = fn.bufnr(), row = row, last_row = last_row, before = before, whole = before .. text,
    after = after, alternative = alternative })
  recent[max_recent + 1] = nil
end

-- Shows the rest of the newest suggestion of which the text before the cursor is a beginning, and returns whether there is one.
local function show_recent()
  local buffer, row = fn.bufnr(), api.nvim_win_get_cursor(0)[1]
  for _, old in ipairs(recent) do
    if old.buffer == buffer and old.row <= row and row <= old.last_row then
      local before, after = text_around(old.row)
      if after == old.after and #before >= #old.before and #before < #old.whole and vim.startswith(old.whole, before) then
        show(old.whole:sub(#before + 1), #before == #old.before and old.alternative or 0)
        return true
      end
    end
  end
end

-- Shows a recent suggestion after a pause without typing, or requests one.
local function suggest_after(milliseconds, may_request)
  local timer = fn.timer_start(milliseconds, function()
    if current.place ~= place() then return clear() end
    if not show_recent() and may_request then send() end
  end)
  current = { place = place(), min_confidence = settings.min_confidence, stop = function() fn.timer_stop(timer) end }
end

-- Whether suggestions are requested without a key here.
local function is_automatic()
  return settings.auto and vim.list_contains(settings.filetypes, vim.bo.filetype)
end

local function close_undo_step()
  vim.go.undolevels = vim.go.undolevels -- |undo-break|
end

function press(action, key)
  local text, stale = current.text, current.place ~= place()
  if steps[action] and not stale then return send(steps[action]) end
  clear()
  if stale then -- no autocommand ran, because this key came in one burst with those before it
    return api.nvim_feedkeys(api.nvim_replace_termcodes(key, true, true, true), "mi", false)
  end
  local part = action == "accept" and text or action == "accept_line" and text:match("^\n?[^\n]*")
    or text:match("^%s*[%w_\128-\255]+") or text:match("^%s*[^%s%w_\128-\255]+") or text
  close_undo_step()
  api.nvim_paste(part, false, -1) -- unlike nvim_buf_set_text, part of what . repeats
  close_undo_step()
  if not show_recent() and is_automatic() then suggest_after(0, true) end
end

-- The last bytes of a text, and the first ones; no character is divided.
local function tail(text, bytes)
  local first = math.max(#text - bytes + 1, 1)
  return text:sub(first <= #text and first + vim.str_utf_start(text, first) or first)
end

local function head(text, bytes)
  return #text <= bytes and text or text:sub(1, bytes + vim.str_utf_end(text, bytes))
end

local function lines_from(buffer, first, last) -- counted from 0, last excluded
  local lines = api.nvim_buf_get_lines(buffer, math.max(first, 0), last, false)
  return table.concat(vim.list_extend(lines, { "" }), "\n")
end

-- Pieces of other loaded buffers of this filetype around their last cursor, the most recently used last.
local function pieces()
  local buffers, found, left = fn.getbufinfo({ bufloaded = 1 }), {}, pieces_bytes
  table.sort(buffers, function(a, b) return a.lastused > b.lastused end)
  for _, info in ipairs(buffers) do
    local number, window = info.bufnr, info.windows[1]
    if number ~= fn.bufnr() and vim.bo[number].filetype == vim.bo.filetype and #found < max_pieces then
      local row = (window and api.nvim_win_get_cursor(window) or api.nvim_buf_get_mark(number, '"'))[1]
      local first = math.max(row - piece_lines / 2, 0)
      local text = head(lines_from(number, first, first + piece_lines), piece_bytes)
      local name = fn.fnamemodify(info.name, ":.")
      left = left - #text - #name
      if left < 0 then break end
      table.insert(found, 1, { text = text, filename = name, time = { info.lastused } })
    end
  end
  return found
end

-- The configuration of curl for a request with this body.
local function config(body)
  local function option(name, value) return ('%s = "%s"\n'):format(name, (value:gsub('[\\"]', "\\%0"))) end
  local lines = option("url", settings.url .. "/infill") .. option("json", body)
  return api_key and lines .. option("header", "Authorization: Bearer " .. api_key) or lines
end

-- The text of an answer, or nil and why there is none.
local function content_of(out)
  local parsed, answer = pcall(vim.json.decode, out.stdout)
  answer = parsed and type(answer) == "table" and answer or {}
  if type(answer.content) == "string" then return answer.content end
  local message = type(answer.error) == "table" and answer.error.message or ""
  message = type(message) == "string" and message or vim.json.encode(message)
  local reason = message == "" and "" or ": " .. head(message, max_message)
  return nil, out.code == 0 and "the answer has no content" or vim.trim(out.stderr) .. reason
end

-- Sends the text around the cursor with these fields, passes the text of the answer to a function, and returns curl's process.
local function post(fields, receive)
  local row, column = unpack(api.nvim_win_get_cursor(0))
  local line = api.nvim_get_current_line()
  local body = vim.json.encode(vim.tbl_extend("error", fields, {
    input_prefix = tail(lines_from(0, row - 1 - prefix_lines, row - 1), prefix_bytes),
    prompt = tail(line:sub(1, column), prompt_bytes),
    input_suffix = head(line:sub(column + 1) .. "\n" .. lines_from(0, row, row + suffix_lines), suffix_bytes),
    input_extra = pieces(), n_indent = fn.indent(row), stop = {}, t_max_predict_ms = settings.t_max_predict_ms, stream = false,
  }))
  local started, process = pcall(vim.system, vim.split(curl, " "), { stdin = config(body) }, vim.schedule_wrap(function(out)
    if out.signal ~= 0 then return end
    local content, failure = content_of(out)
    if not content then return report(failure) end
    failing = false
    hide_problem()
    receive(fn.strcharpart(content, 0, fields.n_predict)) -- a server may answer with more
  end))
  if started then return process end
  report(process)
end

-- Requests a suggestion; with a step, the next or previous one that is not empty, and the present one stays until it arrives.
function send(step)
  if current.place ~= place() then return clear() end
  cancel(current)
  local request, alternative = current, step and (current.alternative + step) % alternatives or 0
  request.alternative = alternative -- another key may change it before the answer comes
  local min_confidence = step and 0 or request.min_confidence or nil -- an alternative is less likely than the default allows
  local fields = { n_predict = settings.n_predict, alternative = alternative, min_confidence = min_confidence }
  request.process = post(fields, function(content)
    if current ~= request or request.alternative ~= alternative or request.place ~= place() then return end
    if content ~= "" then
      clear()
      remember(content, alternative)
      show_recent()
    elseif step and (alternative + step) % alternatives ~= request.shown then
      send(step)
    end
  end)
end

-- Lets the server read the text around the cursor, so that it answers the next request sooner.
local function read_ahead()
  if not reading or reading:is_closing() then reading = post({ n_predict = 0 }, function() end) end
end

local function update(event)
  local name, old_size = event.event, size
  if name ~= "CursorMovedI" then size = api.nvim_buf_get_offset(0, api.nvim_buf_line_count(0)) end
  if current and current.place == place() then return end
  clear()
  -- A macro would have the key that accepts, and not the text.
  if api.nvim_get_mode().mode ~= "i" or fn.reg_recording() .. fn.reg_executing() ~= "" then return end
  if name == "CursorMovedI" then
    show_recent()
  elseif name == "TextChangedI" then
    local deleted = size < old_size -- or undone
    if not show_recent() and not deleted and is_automatic() then suggest_after(settings.debounce_ms, true) end
  else -- insert mode begins; a key that accepts may already be typed, so nothing is shown yet
    local may_request = is_automatic() and not vim.startswith(event.match, "ni") -- after Ctrl-O, such as Ctrl-O u
    if may_request then read_ahead() end
    suggest_after(settings.debounce_ms, may_request)
  end
end

local function warn_of_unknown(options)
  local unknown = {}
  local function collect(given, known, section)
    for name in pairs(given or {}) do
      if known[name] == nil then table.insert(unknown, section .. name) end
    end
  end
  collect(options, settings, "")
  collect(options and options.keys, settings.keys, "keys.")
  if #unknown > 0 then vim.notify("charrnn: there is no setting " .. table.concat(unknown, ", "), vim.log.levels.WARN) end
end

local function release_show_key()
  if show_key then pcall(vim.keymap.del, "i", show_key) end
  show_key = nil
end

local function setup(options)
  release_show_key()
  warn_of_unknown(options)
  settings = vim.tbl_deep_extend("force", settings, options or {})
  local confidence = settings.min_confidence
  if confidence and not (type(confidence) == "number" and confidence >= 0 and confidence <= 1) then
    vim.notify("charrnn: min_confidence is a number from 0 to 1, not " .. vim.inspect(confidence), vim.log.levels.WARN)
    settings.min_confidence = false
  end
  recent = {}
  api_key = settings.key_file and fn.readfile(fn.expand(settings.key_file), "", 1)[1]
  api.nvim_set_hl(0, "CharrnnSuggestion", { default = true, link = "Comment" })
  api.nvim_set_hl(0, "CharrnnProblem", { default = true, link = "WarningMsg" })
  local group = api.nvim_create_augroup("charrnn", {})
  api.nvim_create_autocmd({ "TextChangedI", "ModeChanged", "CursorMovedI", "BufEnter" }, { group = group, callback = update })
  api.nvim_create_autocmd("BufLeave", { group = group, callback = clear })
  api.nvim_create_autocmd("InsertLeave", { group = group, callback = hide_problem })
  if fn.maparg(settings.keys.show, "i") == "" then
    show_key = settings.keys.show
    vim.keymap.set("i", show_key, function() require("charrnn").complete(0) end,
      { desc = "Show charrnn's suggestion however unsure it is" })
  end
  enabled = true
end

-- Requests a suggestion at the cursor at once, in insert mode and in a file of any type.
local function complete(min_confidence)
  if enabled == nil then setup() end
  if not enabled then return end
  clear()
  current = { place = place(), min_confidence = min_confidence or settings.min_confidence, stop = function() end }
  send()
end

-- Turns suggestions off, or on with the settings of the last setup.
local function toggle()
  if enabled then
    clear()
    api.nvim_del_augroup_by_name("charrnn")
    release_show_key()
    enabled = false
  else
    setup()
  end
  vim.notify("charrnn: suggestions are " .. (enabled and "on" or "off"))
end

-- For :checkhealth: the server's address, whether suggestions are on, and the answer to a short request or nil and why not.
local function status()
  local request = config(vim.json.encode({ prompt = "int ", n_predict = 1 }))
  return settings.url, enabled, content_of(vim.system(vim.split(curl, " "), { stdin = request }):wait())
end

return { setup = setup, complete = complete, toggle = toggle, status = status }
