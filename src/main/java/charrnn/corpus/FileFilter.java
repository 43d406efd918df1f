package charrnn.corpus;

import charrnn.config.CorpusConfig;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which files are taken, by their names below the folder or inside the archive. What leaves a folder out leaves out all that is
 * below it.
 */
final class FileFilter {
    /** Takes every file. */
    static final FileFilter ALL = new FileFilter(List.of(Pattern.compile(".*", Pattern.DOTALL)), List.of());

    private final List<Pattern> include;
    private final List<Pattern> exclude;

    private FileFilter(List<Pattern> include, List<Pattern> exclude) {
        this.include = include;
        this.exclude = exclude;
    }

    static FileFilter of(CorpusConfig config) {
        List<String> below = config.exclude().stream()
                .flatMap(glob -> Stream.of(glob, glob + (glob.endsWith("/") ? "**" : "/**")))
                .toList();
        return new FileFilter(compile("corpus.include", config.include()), compile("corpus.exclude", below));
    }

    private static List<Pattern> compile(String key, List<String> globs) {
        return globs.stream().map(glob -> Glob.compile(key, glob)).toList();
    }

    /**
     * Whether a file that was found is taken. To leave it out, it may be named as messages name it, too.
     *
     * @param name its name below the folder or inside the archive
     * @param shown what messages call it
     */
    boolean takes(String name, String shown) {
        return matches(include, name) && !excludes(name) && !excludes(shown);
    }

    /** Whether a file is left out even where it is named by itself. */
    boolean excludes(String name) {
        return matches(exclude, name);
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
