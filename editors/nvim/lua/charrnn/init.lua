-- Shows completions from charrnn's server as virtual text in insert mode. README.md describes the settings.
local api, fn = vim.api, vim.fn

local settings = {
  url = "http://127.0.0.1:8012",
  key_file = false,
  auto = true,
  filetypes = { "c", "cpp" },
  keys = { accept = "<Tab>", accept_line = "<S-Tab>", accept_word = "<C-Right>", next = "<M-]>", previous = "<M-[>" },
  debounce_ms = 60, n_predict = 128, t_max_predict_ms = 250,
}
local steps, alternatives = { next = 1, previous = -1 }, 5 -- the server numbers the suggestions at a place from 0 to 4
local prefix_lines, suffix_lines, piece_lines, max_pieces = 256, 64, 64, 16
-- Bytes of each text, for long lines. JSON has at most two for each of them, and the server's default limit is 136,384.
local prefix_bytes, prompt_bytes, suffix_bytes, piece_bytes, pieces_bytes = 20000, 4000, 10000, 8000, 30000
-- No ~/.curlrc and no proxy: the text goes to the server only. The key is on stdin, where no process list shows it.
local curl = "curl --disable --silent --show-error --fail --noproxy * --max-time 10 --config -"
local namespace = api.nvim_create_namespace("charrnn")
local api_key, enabled, reported
-- The present request or suggestion: place, where it is valid; stop(), which removes it; process, curl's; alternative, the one
-- requested last; of a suggestion also its text, and shown, the alternative on screen.
local current

local function place()
  local row, column = unpack(api.nvim_win_get_cursor(0))
  return table.concat({ api.nvim_get_mode().mode, fn.bufnr(), vim.b.changedtick, row, column }, " ")
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

-- Reports the first failure of a session, cut to the screen's width: a longer message would wait for Enter.
local function report(message)
  if reported then return end
  reported = true
  local line = "charrnn: no completions: " .. vim.trim(message)
  vim.notify(line:gsub("%s+", " "):sub(1, vim.v.echospace), vim.log.levels.WARN)
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
    { virt_text = table.remove(chunks, 1), virt_text_pos = overlay and "overlay" or "inline", virt_lines = chunks })
  local mappings = {}
  for action, key in pairs(settings.keys) do
    mappings[key] = fn.maparg(key, "i", false, true)
    vim.keymap.set("i", key, function() press(action, key) end, { buffer = true, nowait = true })
  end
  current = { place = place(), text = text, shown = alternative, alternative = alternative, stop = function()
    api.nvim_buf_clear_namespace(0, namespace, 0, -1)
    for key, mapping in pairs(mappings) do
      vim.keymap.del("i", key, { buffer = true })
      if mapping.buffer == 1 then fn.mapset("i", false, mapping) end
    end
  end }
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
  api.nvim_paste(part, false, -1) -- unlike nvim_buf_set_text, part of what . repeats
  if part ~= text then show(text:sub(#part + 1), 0) end
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
  local content = parsed and type(answer) == "table" and answer.content
  if type(content) == "string" then return content end
  return nil, out.code == 0 and "the answer has no content" or vim.trim(out.stderr)
end

-- Requests a suggestion; with a step, the next or previous one that is not empty, and the present one stays until it arrives.
function send(step)
  if current.place ~= place() then return clear() end
  cancel(current)
  current.alternative = step and (current.alternative + step) % alternatives or 0
  local row, column = unpack(api.nvim_win_get_cursor(0))
  local line, request = api.nvim_get_current_line(), current
  local body = vim.json.encode({
    input_prefix = tail(lines_from(0, row - 1 - prefix_lines, row - 1), prefix_bytes),
    prompt = tail(line:sub(1, column), prompt_bytes),
    input_suffix = head(line:sub(column + 1) .. "\n" .. lines_from(0, row, row + suffix_lines), suffix_bytes),
    input_extra = pieces(), n_predict = settings.n_predict, n_indent = fn.indent(row), stop = {},
    t_max_predict_ms = settings.t_max_predict_ms, stream = false, alternative = request.alternative,
  })
  local alternative = request.alternative -- another key may change that of the request before the answer comes
  local started, process = pcall(vim.system, vim.split(curl, " "), { stdin = config(body) }, vim.schedule_wrap(function(out)
    if current ~= request or request.alternative ~= alternative or out.signal ~= 0 or request.place ~= place() then return end
    local content, failure = content_of(out)
    if not content then return report(failure) end
    if content ~= "" then
      clear()
      show(content, alternative)
    elseif step and (alternative + step) % alternatives ~= request.shown then
      send(step)
    end
  end))
  if not started then return report(process) end
  request.process = process
end

local function update(event)
  if current and current.place == place() then return end
  clear()
  local writing = api.nvim_get_mode().mode == "i" and vim.list_contains(settings.filetypes, vim.bo.filetype)
    and fn.reg_recording() .. fn.reg_executing() == "" -- a macro would have the key that accepts, and not the text
  if settings.auto and writing and event.event ~= "CursorMovedI" then
    local timer = fn.timer_start(settings.debounce_ms, function() send() end)
    current = { place = place(), stop = function() fn.timer_stop(timer) end }
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

local function setup(options)
  warn_of_unknown(options)
  settings = vim.tbl_deep_extend("force", settings, options or {})
  api_key = settings.key_file and fn.readfile(fn.expand(settings.key_file), "", 1)[1]
  api.nvim_set_hl(0, "CharrnnSuggestion", { default = true, link = "Comment" })
  local group = api.nvim_create_augroup("charrnn", {})
  api.nvim_create_autocmd({ "TextChangedI", "ModeChanged", "CursorMovedI" }, { group = group, callback = update })
  api.nvim_create_autocmd("BufLeave", { group = group, callback = clear })
  enabled = true
end

-- Requests a suggestion at the cursor at once, in insert mode and in a file of any type.
local function complete()
  if enabled == nil then setup() end
  if not enabled then return end
  clear()
  current = { place = place(), stop = function() end }
  send()
end

-- Turns suggestions off, or on with the settings of the last setup.
local function toggle()
  if enabled then
    clear()
    api.nvim_del_augroup_by_name("charrnn")
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
