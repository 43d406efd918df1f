package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The training, validation and test texts and the vocabulary in which they are encoded.
 *
 * @param train the training text: its files in shuffled order, one after the other
 * @param validation the text whose loss determines the best checkpoint; empty if its share is 0
 * @param test the text on which the result is measured; empty if its share is 0
 * @param vocabulary the vocabulary
 * @param split which piece of which file is in which text; saved with the run
 * @param summary the corpus in numbers
 * @param duplicates names of files that were left out because an equal file is used, mapped to the name of that file;
 *     empty for a recorded split
 */
public record Corpus(
        EncodedText train,
        EncodedText validation,
        EncodedText test,
        Vocabulary vocabulary,
        Split split,
        CorpusSummary summary,
        SortedMap<String, String> duplicates) {

    /**
     * Reads and splits the configured files; the vocabulary is that of the training part.
     *
     * @param listener receives the warnings
     * @throws UserError if a path does not exist, an archive is damaged, no file is found or, if the configuration is
     *     strict, a file is not text
     */
    public static Corpus load(CorpusConfig config, LoadListener listener) {
        return loader(config, Optional.empty(), listener).load();
    }

    /**
     * Reads the files of a recorded split from the configured paths and gives the same texts again, whatever the globs,
     * limit, shares and seed are. The vocabulary is built again by the configured rules.
     *
     * @throws UserError also if a file of the split is missing or has changed
     */
    public static Corpus load(CorpusConfig config, Split recorded, LoadListener listener) {
        return loader(config, Optional.empty(), listener).load(recorded);
    }

    /**
     * Reads and splits the configured files in the vocabulary of a model; with shares of 0, all of the text is in
     * {@link #train}. Characters without a symbol become the unknown one, with a warning.
     *
     * @throws UserError as {@link #load(CorpusConfig, LoadListener)}
     */
    public static Corpus load(CorpusConfig config, Vocabulary fixed, LoadListener listener) {
        return loader(config, Optional.of(fixed), listener).load();
    }

    /**
     * Reads the files of a recorded split in the vocabulary of a model.
     *
     * @throws UserError as {@link #load(CorpusConfig, Split, LoadListener)}
     */
    public static Corpus load(CorpusConfig config, Split recorded, Vocabulary fixed, LoadListener listener) {
        return loader(config, Optional.of(fixed), listener).load(recorded);
    }

    /** The text of a part. */
    public EncodedText text(Split.Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    private static CorpusLoader loader(CorpusConfig config, Optional<Vocabulary> fixed, LoadListener listener) {
        return new CorpusLoader(config, fixed, ArchiveLimits.DEFAULT, CorpusCache.ofUser(), listener);
    }
}
