package charrnn.corpus;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The patterns of a {@code .gitignore} file, as in gitignore(5) and git's wildmatch.c. They are matched by RE2, in time linear in
 * their length, since another person may have written them.
 */
final class GitIgnore {
    private static final int MAX_LENGTH = 1000; // of a pattern; longer ones are left out

    private static final Set<String> CLASSES = Set.of(
            "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
            "xdigit");
    private static final String NOTHING = "[^\\x00-\\x{10FFFF}]"; // a regular expression that matches no text

    private final List<Rule> rules; // the last one first

    /**
     * A pattern.
     *
     * @param excludes false if the pattern begins with {@code !}
     * @param foldersOnly whether it ends in {@code /}
     * @param wholePath whether it matches the path from the file's folder on, or else the last name in it
     */
    private record Rule(Predicate<String> pattern, boolean excludes, boolean foldersOnly, boolean wholePath) {
        boolean matches(String path, boolean folder) {
            return (folder || !foldersOnly)
                    && pattern.test(wholePath ? path : path.substring(path.lastIndexOf('/') + 1));
        }
    }

    private GitIgnore(List<Rule> rules) {
        this.rules = rules;
    }

    /** Parses the text of a file. */
    static GitIgnore parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String pattern = withoutTrailingSpaces(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            if (!pattern.isEmpty() && !line.startsWith("#") && pattern.length() <= MAX_LENGTH) {
                rules.add(0, rule(pattern));
            }
        }
        return new GitIgnore(rules);
    }

    /** Trailing spaces do not count, except after a backslash. */
    private static String withoutTrailingSpaces(String line) {
        int end = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                i++;
                end = i + 1;
            } else if (line.charAt(i) != ' ') {
                end = i + 1;
            }
        }
        return line.substring(0, end);
    }

    private static Rule rule(String line) {
        boolean negated = line.startsWith("!");
        String pattern = negated ? line.substring(1) : line;
        boolean foldersOnly = pattern.endsWith("/");
        pattern = foldersOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
        boolean wholePath = pattern.contains("/");
        pattern = wholePath && pattern.startsWith("/") ? pattern.substring(1) : pattern;
        return new Rule(predicate(pattern), !negated, foldersOnly, wholePath);
    }

    /** Most patterns are a name, or end a name: these need no regular expression. */
    private static Predicate<String> predicate(String pattern) {
        boolean endsName = pattern.startsWith("*") && !pattern.contains("/");
        String plain = endsName ? pattern.substring(1) : pattern;
        if (plain.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
            return endsName ? name -> name.endsWith(plain) : plain::equals;
        }
        Pattern regex = Pattern.compile(new Translation(pattern).regex(), Pattern.DOTALL);
        return regex::matches;
    }

    /**
     * Whether a path is excluded; empty if no pattern matches it.
     *
     * @param path relative to the folder of the {@code .gitignore} file, with {@code /}
     * @param folder whether it is a folder
     */
    Optional<Boolean> excludes(String path, boolean folder) {
        return rules.stream()
                .filter(rule -> rule.matches(path, folder))
                .findFirst()
                .map(Rule::excludes);
    }

    /** Translates a pattern into a regular expression. */
    private static final class Translation {
        private final String pattern;
        private final StringBuilder regex = new StringBuilder();
        private int position;

        Translation(String pattern) {
            this.pattern = pattern;
        }

        String regex() {
            while (position < pattern.length()) {
                int c = next();
                switch (c) {
                    case '*' -> addStar();
                    case '?' -> regex.append("[^/]");
                    case '[' -> addClass();
                    case '\\' -> regex.append(position < pattern.length() ? literal(next()) : NOTHING);
                    default -> regex.append(literal(c));
                }
            }
            return regex.toString();
        }

        private int next() {
            int c = pattern.codePointAt(position);
            position += Character.charCount(c);
            return c;
        }

        /** Two stars match any folders if they are a whole component of the pattern, or else as one. */
        private void addStar() {
            int first = position - 1;
            while (pattern.startsWith("*", position)) {
                position++;
            }
            boolean several = position - first > 1;
            boolean begins = first == 0 || pattern.charAt(first - 1) == '/';
            if (several && begins && pattern.startsWith("/", position)) {
                position++;
                regex.append("(?:.*/)?");
            } else {
                regex.append(several && begins && position == pattern.length() ? ".*" : "[^/]*");
            }
        }

        private void addClass() {
            boolean negated = pattern.startsWith("!", position) || pattern.startsWith("^", position);
            position += negated ? 1 : 0;
            StringBuilder members = new StringBuilder();
            int previous = 0; // the first character of a possible range; 0 for none
            for (boolean first = true; first || !pattern.startsWith("]", position); first = false) {
                if (position == pattern.length()) {
                    regex.append(NOTHING); // no closing bracket
                    return;
                }
                int c = next();
                if (c == '-' && previous > 0 && position < pattern.length() && !pattern.startsWith("]", position)) {
                    int last = next();
                    last = last == '\\' && position < pattern.length() ? next() : last;
                    members.append(previous <= last ? literal(previous) + "-" + literal(last) : "");
                    previous = 0;
                } else if (c == '[' && pattern.startsWith(":", position) && pattern.indexOf(']', position) > 0) {
                    previous = addNamedClass(members) ? 0 : c;
                } else {
                    c = c == '\\' && position < pattern.length() ? next() : c;
                    members.append(literal(c));
                    previous = c;
                }
            }
            position++;
            regex.append(negated ? "[^/" + members + "]" : members.isEmpty() ? NOTHING : "[" + members + "]");
        }

        /** Adds a class such as {@code [:alpha:]}. Returns false if it is none, so that the bracket is a literal. */
        private boolean addNamedClass(StringBuilder members) {
            int end = pattern.indexOf(']', position);
            if (end < position + 2 || pattern.charAt(end - 1) != ':') {
                members.append(literal('['));
                return false;
            }
            String name = pattern.substring(position + 1, end - 1);
            if (CLASSES.contains(name)) {
                members.append("[:").append(name).append(":]");
            } else {
                regex.append(NOTHING); // git refuses the whole pattern
            }
            position = end + 1;
            return true;
        }

        private static String literal(int c) {
            return String.format(Locale.ROOT, "\\x{%X}", c);
        }
    }
}
