-- Defines the command and the key name; lua/charrnn/init.lua is loaded when one of them, or setup, is used.
vim.api.nvim_create_user_command("CharrnnToggle", function() require("charrnn").toggle() end,
  { desc = "Turn charrnn's suggestions on or off" })
vim.keymap.set("i", "<Plug>(charrnn-complete)", function() require("charrnn").complete() end,
  { desc = "Request a suggestion from charrnn now" })
