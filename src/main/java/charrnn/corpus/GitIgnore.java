package charrnn.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The patterns of the {@code .gitignore} files of a folder and of those above, as in gitignore(5) and git's wildmatch.c.
 * They are matched by RE2, in time linear in their length, since another person may have written them.
 *
 * @param rules the patterns, those that decide first
 */
record GitIgnore(List<Rule> rules) {
    static final GitIgnore NONE = new GitIgnore(List.of());

    private static final int MAX_LENGTH = 1000; // of a line; longer ones are left out

    /** A pattern and the spaces at its end, which do not count, except after a backslash. */
    private static final Pattern LINE = Pattern.compile("((?>\\\\.|.)*?) *", Pattern.DOTALL);

    // The members of a class.
    private static final String NAMED_CLASS = "\\[:([^]]*):]"; // [:digit:], whose name is group 1
    private static final String RANGE = "\\\\?+(.)(?:-(?!])\\\\?+(.))?+"; // a or \], group 2; a-z, groups 2 and 3
    private static final String MEMBER = "(?>" + NAMED_CLASS + "|" + RANGE + ")";
    private static final Pattern MEMBERS = Pattern.compile(MEMBER, Pattern.DOTALL);

    // The tokens of a pattern. A bracket that is the first member of a class does not end it.
    private static final String FOLDERS = "(?<folders>(?<![^/])\\*\\*+/)"; // any number of folders, as in x/**/y
    private static final String ALL = "(?<all>(?<![^/])\\*\\*+\\z)"; // all below a folder, as in x/**
    private static final String STARS = "\\*+"; // any part of a name
    private static final String CLASS = "\\[[!^]?+" + MEMBER + "(?:(?!])" + MEMBER + ")*+]"; // [a-z_], [!a-z] or []a]
    private static final String CHARACTER = "\\\\?+."; // a, ? or \?
    private static final String LAST_BACKSLASH = "\\\\";
    private static final Pattern TOKEN =
            Pattern.compile(String.join("|", FOLDERS, ALL, STARS, CLASS, CHARACTER, LAST_BACKSLASH), Pattern.DOTALL);

    private static final Set<String> CLASSES = Set.of(
            "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
            "xdigit");

    /** The classes that have {@code /}, without it. */
    private static final Map<String, String> WITHOUT_SLASH =
            Map.of("graph", "!-.0-~", "print", " -.0-~", "punct", "!-.:-@\\[-`{-~");

    private static final String NOTHING = "[^\\x00-\\x{10FFFF}]"; // a regular expression that matches no text

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
        for (String line : text.split("\r?\n|\r\\z")) {
            Matcher pattern = LINE.matcher(line);
            if (!line.startsWith("#") && line.length() <= MAX_LENGTH && pattern.matches() && pattern.end(1) > 0) {
                all.add(0, Rule.of(folder, line.substring(0, pattern.end(1))));
            }
        }
        return new GitIgnore(all);
    }

    /** Whether a path below the folder is excluded; empty if no pattern matches it. */
    Optional<Boolean> excludes(String path, boolean isFolder) {
        return rules.stream()
                .filter(rule -> rule.matches(path, isFolder))
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
        return com.google.re2j.Pattern.compile(regex(pattern), com.google.re2j.Pattern.DOTALL)::matches;
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (Matcher tokens = TOKEN.matcher(pattern); tokens.find(); ) {
            String token = tokens.group();
            if (tokens.start("folders") >= 0) {
                regex.append("(?:.*/)?");
            } else if (tokens.start("all") >= 0) {
                regex.append(".*");
            } else {
                regex.append(
                        switch (token.charAt(0)) {
                            case '*' -> "[^/]*";
                            case '?' -> "[^/]";
                            case '[' -> token.length() > 1 ? characterClass(token) : NOTHING;
                            case '\\' -> token.length() > 1 ? Glob.literal(token.codePointAt(1)) : NOTHING;
                            default -> Glob.literal(token.codePointAt(0));
                        });
            }
        }
        return regex.toString();
    }

    private static String characterClass(String token) {
        boolean negated = token.charAt(1) == '!' || token.charAt(1) == '^';
        StringBuilder members = new StringBuilder(negated ? "/" : "");
        Matcher member = MEMBERS.matcher(token).region(negated ? 2 : 1, token.length() - 1);
        while (member.find()) {
            if (member.start(1) < 0) {
                int from = token.codePointAt(member.start(2));
                int to = member.start(3) < 0 ? from : token.codePointAt(member.start(3));
                members.append(Glob.range(from, Math.max(from, to))); // of a backward range, git matches the first
            } else if (CLASSES.contains(member.group(1))) {
                members.append(WITHOUT_SLASH.getOrDefault(member.group(1), member.group()));
            } else {
                return NOTHING; // git refuses the whole pattern
            }
        }
        return members.isEmpty() ? NOTHING : (negated ? "[^" : "[") + members + "]";
    }
}
