#compdef charrnn
# Completes charrnn in zsh with its script for bash.
autoload -U +X bashcompinit && bashcompinit
source ${functions_source[_charrnn]:A:h:h:h}/bash-completion/completions/charrnn
unalias compopt # the script's alias is not expanded here; without it the script does not call compopt
_bash_complete -o default -F _complete_charrnn
