package charrnn.corpus;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The globs of {@link java.nio.file}, to compare {@link Glob} with. */
final class JdkGlobs {
    /** Brackets that hold nothing, and ranges that end with a character of Java's regular expressions. */
    private static final Pattern BROKEN = Pattern.compile("\\[[!^]?]|-[\\[\\\\&]");

    private JdkGlobs() {}

    /**
     * Whether the glob matches the name.
     *
     * @param name of ASCII characters, in the form that a path has
     * @return empty where Java refuses the glob, or translates it to a wrong regular expression
     */
    static Optional<Boolean> matches(String glob, String name) {
        if (BROKEN.matcher(glob).find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(name)));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
