-- :checkhealth charrnn
local health = vim.health

local function check()
  health.start("charrnn")
  if vim.fn.has("nvim-0.10") == 1 then
    health.ok("Neovim is 0.10 or later")
  else
    health.error("Neovim 0.10 or later is needed")
  end
  local out = vim.fn.executable("curl") == 1 and vim.system({ "curl", "--version" }):wait().stdout or ""
  local version = vim.version.parse(out:match("^curl (%S+)") or "", { strict = false })
  if version and vim.version.ge(version, "7.82.0") then
    health.ok("curl is 7.82 or later: " .. tostring(version))
  else
    health.error("curl 7.82 or later is needed" .. (version and ", here is " .. tostring(version) or ""))
    return
  end
  local url, enabled, answer, failure = require("charrnn").status()
  health.info(enabled and "suggestions are on" or "suggestions are off: call setup or :CharrnnToggle")
  if answer then
    health.ok(url .. " completes code")
  else
    health.error(url .. ": " .. failure, {
      "Start a server: java -jar charrnn.jar serve --checkpoint c --port 8012",
      "Give setup the server's url and, if it needs a key, key_file",
    })
  end
end

return { check = check }
