package charrnn.corpus;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The patterns of the {@code .gitignore} files of a folder and of those above, as in gitignore(5). Each is a {@link Glob}, which
 * is matched in time linear in its length, since another person may have written it. A malformed pattern matches nothing; classes
 * like {@code [[:digit:]]} are not known.
 *
 * @param rules the patterns, those that decide first
 */
record GitIgnore(List<Rule> rules) {
    static final GitIgnore NONE = new GitIgnore(List.of());

    private static final int MAX_LENGTH = 1000; // of a line; longer ones are left out

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
        List<Rule> all = new ArrayList<>(rules);
        for (String line : text.split("\r?\n")) {
            String pattern = line.replaceFirst("(?<!\\\\) +$", "");
            if (!pattern.startsWith("#") && pattern.length() <= MAX_LENGTH && !pattern.isEmpty()) {
                all.add(0, Rule.of(folder, pattern));
            }
        }
        return new GitIgnore(all);
    }

    /** Whether a path below the folder is excluded; empty if no pattern matches it. A folder's path ends in {@code /}. */
    Optional<Boolean> excludes(String path) {
        boolean isFolder = path.endsWith("/");
        String name = isFolder ? path.substring(0, path.length() - 1) : path;
        return rules.stream()
                .filter(rule -> rule.matches(name, isFolder))
                .findFirst()
                .map(Rule::excludes);
    }

    /** Most patterns are a name, or end a name: these need no regular expression. */
    private static Predicate<String> predicate(String pattern) {
        boolean endsName = pattern.startsWith("*") && !pattern.contains("/");
        String plain = endsName ? pattern.substring(1) : pattern;
        if (plain.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
            return endsName ? name -> name.endsWith(plain) : plain::equals;
        }
        // Double stars are two stars unless they are a whole component; braces have no meaning.
        String glob = pattern.replaceAll("(?<=[^/*])\\*{2,}|\\*{2,}(?=[^/*])", "*")
                .replaceAll("(?<!\\\\)[{}]", "\\\\$0")
                .replace("[^", "[!");
        try {
            return Glob.compile(glob)::matches;
        } catch (PatternSyntaxException e) {
            return name -> false;
        }
    }
}
