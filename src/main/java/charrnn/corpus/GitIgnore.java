package charrnn.corpus;

import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of the {@code .gitignore} file of a folder and of those above, as in gitignore(5). A malformed pattern matches
 * nothing; classes like {@code [[:digit:]]} are not known.
 *
 * @param above the patterns of the folders above, which decide if none of these matches; null if there are none
 * @param rules the patterns of the file, the last one first, since it decides
 * @param length bytes of the texts of the files
 */
record GitIgnore(@Nullable GitIgnore above, List<Rule> rules, int length) {
    static final GitIgnore NONE = new GitIgnore(null, List.of(), 0);

    /** What a glob writes otherwise, or would misread: a class (1, 2), stars between slashes (3), other stars, braces. */
    private static final Pattern SPECIAL =
            Pattern.compile("\\\\.|\\[([!^]?+)(.[^\\]]*)]|((?<=^|/)\\*{2,}(?=/|$))|\\*+|[{}]");

    /**
     * A pattern.
     *
     * @param excludes false if the pattern begins with {@code !}
     * @param foldersOnly whether it ends in {@code /}
     * @param wholePath whether it matches the path from the file's folder on, or else the last name in it
     */
    private record Rule(
            String folder, Predicate<String> pattern, boolean excludes, boolean foldersOnly, boolean wholePath) {
        static Rule of(String folder, String line) {
            boolean negated = line.startsWith("!");
            boolean foldersOnly = line.endsWith("/");
            String pattern = line.substring(negated ? 1 : 0, line.length() - (foldersOnly ? 1 : 0));
            boolean wholePath = pattern.contains("/");
            Predicate<String> predicate = predicate(pattern.startsWith("/") ? pattern.substring(1) : pattern);
            return new Rule(folder, predicate, !negated, foldersOnly, wholePath);
        }

        /** @param path without a {@code /} at its end */
        boolean matches(String path, boolean isFolder) {
            return (isFolder || !foldersOnly)
                    && pattern.test(path.substring(wholePath ? folder.length() : path.lastIndexOf('/') + 1));
        }
    }

    /** Adds the patterns of the file in a folder, whose path is empty or ends in {@code /}. */
    GitIgnore with(String folder, String text) {
        if (text.isEmpty()) {
            return this; // as in most folders, which have no such file
        }
        List<Rule> added = new ArrayList<>();
        for (String line : text.split("\r?\n")) {
            String pattern = withoutBlanksAtEnd(line);
            if (!pattern.startsWith("#") && !pattern.isEmpty()) {
                added.add(Rule.of(folder, pattern));
            }
        }
        Collections.reverse(added);
        return new GitIgnore(this, added, length + text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** A line without the spaces at its end; one behind a backslash stays. A regular expression would take quadratic time. */
    private static String withoutBlanksAtEnd(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        boolean isEscaped = end > 0 && end < line.length() && line.charAt(end - 1) == '\\';
        return line.substring(0, isEscaped ? end + 1 : end);
    }

    /** Whether a path below the folder is excluded; empty if no pattern matches it. A folder's path ends in {@code /}. */
    Optional<Boolean> excludes(String path) {
        boolean isFolder = path.endsWith("/");
        String name = isFolder ? path.substring(0, path.length() - 1) : path;
        for (GitIgnore file = this; file != null; file = file.above) {
            for (Rule rule : file.rules) {
                if (rule.matches(name, isFolder)) {
                    return Optional.of(rule.excludes);
                }
            }
        }
        return Optional.empty();
    }

    /** Most patterns are a name, or end a name: these are matched without a {@link Glob}. */
    private static Predicate<String> predicate(String pattern) {
        boolean endsName = pattern.startsWith("*") && !pattern.contains("/");
        String plain = endsName ? pattern.substring(1) : pattern;
        if (plain.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
            return endsName ? name -> name.endsWith(plain) : plain::equals;
        }
        try {
            com.google.re2j.Pattern glob = Glob.compile(SPECIAL.matcher(pattern).replaceAll(GitIgnore::inGlob));
            return path -> glob.matcher(path).matches();
        } catch (PatternSyntaxException e) {
            return path -> false;
        }
    }

    private static String inGlob(MatchResult special) {
        String text = special.group();
        String written =
                switch (text.charAt(0)) {
                    case '[' -> "[" + (special.group(1).isEmpty() ? "" : "!") + special.group(2) + "]";
                    case '*' -> special.group(3) == null ? "*" : "**";
                    case '\\' -> text;
                    default -> "\\" + text;
                };
        return Matcher.quoteReplacement(written);
    }
}
