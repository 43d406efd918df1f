#compdef charrnn
# Completes charrnn in zsh with its script for bash.
autoload -U +X bashcompinit && bashcompinit
source ${functions_source[_charrnn]:A:h:h:h}/bash-completion/completions/charrnn
_bash_complete -o default -F _complete_charrnn
