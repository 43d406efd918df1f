package charrnn.corpus;

import charrnn.config.CorpusConfig;
import java.util.List;
import java.util.regex.Pattern;

/** Which files are taken, by their names below the folder or inside the archive. */
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
        return new FileFilter(compile("corpus.include", config.include()), compile("corpus.exclude", config.exclude()));
    }

    private static List<Pattern> compile(String key, List<String> globs) {
        return globs.stream().map(glob -> Glob.compile(key, glob)).toList();
    }

    /** Whether a file that was found is taken. */
    boolean takes(String name) {
        return matches(include, name) && !excludes(name);
    }

    /** Whether a file is left out even where it is named by itself. */
    boolean excludes(String name) {
        return matches(exclude, name);
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
