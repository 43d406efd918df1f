# Completes charrnn in fish with its script for bash.
set -g __charrnn_bash (path resolve (status dirname)/../../bash-completion/completions/charrnn)

function __charrnn_complete
    bash -c '
        source "$1"
        shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
        compopt() { :; }
        _complete_charrnn
        printf "%s\n" "${COMPREPLY[@]}"' bash $__charrnn_bash (commandline -opc) (commandline -ct) 2>/dev/null
end

complete -c charrnn -a '(__charrnn_complete)'
complete -c charrnn -n 'test (count (commandline -opc)) = 1' -f
