package charrnn.config;

import java.util.List;

/** Section {@code corpus}: the text to learn and its split. {@link Key} says what each component means. */
public record CorpusConfig(
        @Key(
                value = "Folder, file or archive (.zip, .tar, .tar.gz, .tar.xz) to learn from, or a list of them.",
                byDefault = "corpus",
                notEmpty = true)
        List<String> path,

        @Key(
                value = "Globs of the files taken from folders and archives.",
                byDefault = {"**/*.c", "**/*.h"},
                notEmpty = true)
        List<String> include,

        @Key(
                value = "Globs of files left out, even if corpus.include matches them.",
                byDefault = {})
        List<String> exclude,

        @Key(
                value = "Whether a file that is not UTF-8 text or cannot be read, or a link that is not followed,"
                        + " fails the run instead of being skipped with a warning.",
                byDefault = "false")
        boolean strict,

        @Key(
                value = "Whether symbolic links that lead out of a folder of corpus.path are followed.",
                byDefault = "false")
        boolean followLinks,

        @Key(value = "Maximum length of the whole corpus, in characters; 0: no limit.", byDefault = "0", min = 0)
        long maxChars,

        @Key(
                value = "Globs of the files that can be held out, and of which the shares are; all others are for"
                        + " training.",
                byDefault = "**",
                notEmpty = true)
        List<String> heldOutFrom,

        @Key(
                value = "Share of the corpus held out, by file, to choose the best checkpoint.",
                byDefault = "0.05",
                min = 0,
                max = 0.5)
        double validationShare,

        @Key(
                value = "Share of the corpus held out, by file, for the final test.",
                byDefault = "0.05",
                min = 0,
                max = 0.5)
        double testShare,

        @Key(value = "Seed of the shuffle that orders and splits the files.", byDefault = "1")
        long seed,

        VocabularyConfig vocabulary) {

    /** Section {@code corpus.vocabulary}: the characters that have a symbol of their own. */
    public record VocabularyConfig(
            @Key(
                    value = "A character seen less often in the training text is folded into the unknown symbol.",
                    byDefault = "1",
                    min = 1)
            int minCount,

            @Key(
                    value = "Maximum number of symbols, the unknown one included; the rarest are folded; 0: no limit.",
                    byDefault = "0",
                    min = 0,
                    max = 65535)
            int maxSize) {}

    /** The same configuration with other paths. */
    public CorpusConfig withPath(List<String> other) {
        return new CorpusConfig(
                other,
                include,
                exclude,
                strict,
                followLinks,
                maxChars,
                heldOutFrom,
                validationShare,
                testShare,
                seed,
                vocabulary);
    }

    /** The same configuration without a limit and with the whole text in the training part. */
    public CorpusConfig whole() {
        return new CorpusConfig(path, include, exclude, strict, followLinks, 0, List.of("**"), 0, 0, seed, vocabulary);
    }

    /**
     * The configuration for measuring other text: {@code include} without its folders ({@code kernel/**&#47;*.c} becomes {@code
     * **&#47;*.c}).
     *
     * @param testShare share of the test part; the rest is the training part
     */
    public CorpusConfig ofOtherText(List<String> others, double testShare) {
        List<String> names = include.stream()
                .map(glob -> glob.substring(glob.lastIndexOf('/') + 1))
                .map(name -> name.equals("**") ? name : "**/" + name)
                .distinct()
                .toList();
        return new CorpusConfig(
                others, names, exclude, strict, followLinks, 0, List.of("**"), 0, testShare, seed, vocabulary);
    }
}
