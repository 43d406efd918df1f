package charrnn.lab;

import charrnn.message.Count;
import charrnn.message.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles bodies of functions in their files, with flags that are the same for all files. */
record BodyJudge(CCompiler compiler, List<String> flags) {
    /** A word of a shell's line. */
    private static final Pattern WORD =
            Pattern.compile("(?s)(?:[^\\s\"'\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*+')++");

    private static final Pattern QUOTED = Pattern.compile("(?s)\\\\(.)|\"((?:[^\"\\\\]|\\\\.)*+)\"|'([^']*+)'");

    /** The words of {@code --cflags}, as a POSIX shell splits them, without substitutions. */
    static List<String> words(String line) {
        Matcher word = WORD.matcher(line);
        List<String> words = new ArrayList<>();
        int end = 0;
        while (word.find() && line.substring(end, word.start()).isBlank()) {
            end = word.end();
            words.add(QUOTED.matcher(word.group()).replaceAll(BodyJudge::unquoted));
        }
        String rest = line.substring(end).stripLeading();
        if (!rest.isBlank()) {
            int open = line.length() - rest.length() + 1;
            throw new UserError("--cflags '" + line + "' has an open quote or backslash at character " + open);
        }
        return words;
    }

    private static String unquoted(MatchResult quoted) {
        String inDoubleQuotes = Objects.requireNonNullElse(quoted.group(2), "").replaceAll("\\\\([\\\\\"$`])", "$1");
        return Matcher.quoteReplacement(Objects.requireNonNullElse(
                quoted.group(1), Objects.requireNonNullElse(quoted.group(3), inDoubleQuotes)));
    }

    /**
     * The places whose own body compiles; a file may lack headers, or a part of it may be for another system.
     *
     * @param notes receives the number of the other places, with the first reason
     * @throws UserError if there is no place
     */
    List<CompilePlace> compiling(List<CompilePlace> drawn, List<String> notes) {
        List<String> reasons = new ArrayList<>();
        List<CompilePlace> places =
                drawn.stream().filter(place -> compiles(place, reasons)).toList();
        if (places.isEmpty()) {
            throw new UserError("none of the " + Count.of(drawn.size(), "function") + " compiles as it is in its file: "
                    + reasons.get(0) + " (--cflags '" + String.join(" ", flags) + "')");
        }
        if (!reasons.isEmpty()) {
            notes.add(Count.of(reasons.size(), "place") + " left out, since the file's own body does not compile: "
                    + reasons.get(0));
        }
        return places;
    }

    private boolean compiles(CompilePlace place, List<String> reasons) {
        List<String> errors = errors(place, place.body());
        if (errors.isEmpty()) {
            if (place.conditionals() <= 0
                    || !errors(place, "\n#error\n" + place.body()).isEmpty()) {
                return true;
            }
            errors = List.of("the preprocessor leaves it out");
        }
        reasons.add(place.file() + ":" + place.line() + ": " + errors.get(0));
        return false;
    }

    /** The errors in a file with a body, whose includes are beside the file first. */
    List<String> errors(CompilePlace place, String body) {
        List<String> all = new ArrayList<>(
                List.of("-iquote", place.file().resolveSibling("").toString()));
        all.addAll(flags);
        return compiler.errors(place.with(body), all);
    }
}
