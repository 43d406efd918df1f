package charrnn.config;

import charrnn.config.Key.Bounds;
import java.util.List;

/** Section {@code corpus}: the text to learn and its split. */
public record CorpusConfig(
        @Key("Folder or file to learn from, or a list of them.")
        @Bounds(byDefault = "corpus/starter", notEmpty = true, fixed = TEXT)
        List<String> path,

        @Key("Globs of the files taken from folders.")
        @Bounds(
                byDefault = {"**/*.c", "**/*.h"},
                notEmpty = true,
                fixed = TEXT)
        List<String> include,

        @Key("Globs of files left out, even if corpus.include matches them.")
        @Bounds(
                byDefault = {},
                fixed = TEXT)
        List<String> exclude,

        @Key("Maximum length of the corpus, in characters; 0: no limit.")
        @Bounds(byDefault = "0", min = 0, fixed = TEXT)
        long maxChars,

        @Key("Globs of the files among which validation and test files are chosen; the shares are of these.")
        @Bounds(byDefault = "**", notEmpty = true, fixed = SPLIT)
        List<String> heldOutFrom,

        @Key("Share held out, by file, to choose the best checkpoint.")
        @Bounds(byDefault = "0.05", min = 0, max = 0.5, fixed = SPLIT)
        double validationShare,

        @Key("Share held out, by file, for the final test.")
        @Bounds(byDefault = "0.05", min = 0, max = 0.5, fixed = SPLIT)
        double testShare,

        @Key("Seed of the shuffle that orders and splits the files.") @Bounds(byDefault = "1", fixed = SPLIT)
        long seed,

        VocabularyConfig vocabulary) {
    private static final String TEXT = "it decides which text is learned, and the saved position is one in that text";
    private static final String SPLIT =
            "it decides which files are held out, and the network has learned from the others";
    private static final String SYMBOLS =
            "it decides the vocabulary, and the network's inputs and outputs are those of the saved vocabulary";

    /** Section {@code corpus.vocabulary}: the characters that have a symbol of their own. */
    public record VocabularyConfig(
            @Key("A character that is rarer in the training text is folded into the unknown symbol; 0: one beyond ASCII"
                    + " that is rarer than one in 100,000.")
            @Bounds(byDefault = "0", min = 0, fixed = SYMBOLS)
            int minCount,

            @Key("Maximum number of symbols, the unknown one included; the rarest are folded; 0: no limit.")
            @Bounds(byDefault = "0", min = 0, max = 65535, fixed = SYMBOLS)
            int maxSize) {}

    public CorpusConfig withPath(List<String> other) {
        return new CorpusConfig(
                other, include, exclude, maxChars, heldOutFrom, validationShare, testShare, seed, vocabulary);
    }

    /**
     * The configuration for measuring other text: {@code include} without its folders ({@code kernel/**&#47;*.c} becomes {@code
     * **&#47;*.c}).
     *
     * @param testShare share of the test part; the rest is the training part
     */
    public CorpusConfig ofOtherText(List<String> others, double testShare) {
        List<String> names = include.stream()
                .map(CorpusConfig::withoutFolders)
                .map(name -> name.equals("**") ? name : "**/" + name)
                .distinct()
                .toList();
        return new CorpusConfig(others, names, exclude, 0, List.of("**"), 0, testShare, seed, vocabulary);
    }

    /** Cuts a glob after its last {@code /} outside of braces, and each alternative after its last {@code /}. */
    private static String withoutFolders(String glob) {
        return glob.replaceFirst("^.*/(?![^{]*})", "").replaceAll("[^{},]*/", "");
    }
}
