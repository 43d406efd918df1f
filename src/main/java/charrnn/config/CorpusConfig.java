package charrnn.config;

import java.util.List;

/**
 * Section {@code corpus}: which text is learned and how it is split.
 *
 * @param path folders, files and archives
 * @param include globs of the files taken from folders and archives
 * @param exclude globs of files left out
 * @param strict whether a file that cannot be used fails the run
 * @param followLinks whether links are followed that lead out of a folder
 * @param maxChars limit of the total, in characters; 0 takes all
 * @param validationShare share of the characters held out for validation
 * @param testShare share of the characters held out for the test
 * @param seed seed of the shuffle that orders and splits the files
 * @param vocabulary which characters are told apart
 */
public record CorpusConfig(
        @Key(
                value = "Folder, file or archive (.zip, .tar, .tar.gz, .tar.xz) to learn from, or a list of them.",
                notEmpty = true)
        List<String> path,

        @Key(value = "Globs of the files taken from folders and archives.", notEmpty = true)
        List<String> include,

        @Key("Globs of files left out, though included.") List<String> exclude,

        @Key(
                "Whether a file that is not UTF-8 text or cannot be read, or a link that is not followed, fails the run instead"
                        + " of being skipped with a warning.")
        boolean strict,

        @Key("Whether symbolic links that lead out of a folder of corpus.path are followed.")
        boolean followLinks,

        @Key(value = "Limit of the total, in characters; 0: no limit.", min = 0)
        long maxChars,

        @Key(value = "Share of the corpus held out, by file, to choose the best checkpoint.", min = 0, max = 0.5)
        double validationShare,

        @Key(value = "Share of the corpus held out, by file, for the final test.", min = 0, max = 0.5)
        double testShare,

        @Key("Seed of the shuffle that orders and splits the files.")
        long seed,

        VocabularyConfig vocabulary) {

    /** Keeps copies of the lists. */
    public CorpusConfig {
        path = List.copyOf(path);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /**
     * Section {@code corpus.vocabulary}.
     *
     * @param minCount how often a character must occur in the training text to have a symbol of its own
     * @param maxSize largest number of symbols, the unknown one included; 0 sets no limit
     */
    public record VocabularyConfig(
            @Key(value = "A character seen less often in the training text is folded into the unknown symbol.", min = 1)
            int minCount,

            @Key(
                    value = "Most symbols the vocabulary may have, the unknown one included; the rarest are folded;"
                            + " 0: no limit.",
                    min = 0,
                    max = 65535)
            int maxSize) {

        static VocabularyConfig defaults() {
            return new VocabularyConfig(1, 0);
        }
    }

    /** The same, from other paths. */
    public CorpusConfig withPath(List<String> other) {
        return new CorpusConfig(
                other, include, exclude, strict, followLinks, maxChars, validationShare, testShare, seed, vocabulary);
    }

    /** The same, but whole: nothing held out, so that all of the text is in the training part, and no limit. */
    public CorpusConfig whole() {
        return new CorpusConfig(path, include, exclude, strict, followLinks, 0, 0, 0, seed, vocabulary);
    }

    static CorpusConfig defaults() {
        return new CorpusConfig(
                List.of("corpus"),
                List.of("**/*.c", "**/*.h"),
                List.of(),
                false,
                false,
                0,
                0.05,
                0.05,
                1,
                VocabularyConfig.defaults());
    }
}
