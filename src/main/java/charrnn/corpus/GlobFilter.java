package charrnn.corpus;

import charrnn.config.CorpusConfig;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.stream.Stream;

/**
 * Selects the configured files by globs of their names. A glob that excludes a folder excludes all that is below it.
 *
 * @param include globs of files that are taken
 * @param exclude globs of files that are left out although included
 * @param followLinks whether links are followed that lead out of their folder
 */
record GlobFilter(List<Pattern> include, List<Pattern> exclude, boolean followLinks) implements FileFilter {

    static GlobFilter of(CorpusConfig config) {
        List<String> below = config.exclude().stream()
                .flatMap(glob -> Stream.of(glob, glob + (glob.endsWith("/") ? "**" : "/**")))
                .toList();
        return new GlobFilter(
                compile("corpus.include", config.include()), compile("corpus.exclude", below), config.followLinks());
    }

    private static List<Pattern> compile(String key, List<String> globs) {
        return globs.stream().map(glob -> Glob.compile(key, glob)).toList();
    }

    @Override
    public boolean takes(String name, String shown) {
        return matches(include, name) && !excludes(name) && !excludes(shown);
    }

    @Override
    public boolean excludes(String name) {
        return matches(exclude, name);
    }

    @Override
    public boolean followsOutOfFolder(String shown) {
        return followLinks;
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
