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
 * @param duplicates names of the duplicates, each mapped to the name of the equal file in use; empty for a recorded
 *     split
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
        return load(config, Optional.empty(), Optional.empty(), listener);
    }

    /**
     * Reads the files of a recorded split, or the configured files, in the vocabulary of a model or of the training part.
     *
     * @param recorded split of an earlier load, which gives the same texts for any globs, limit, shares and seed
     * @param fixed vocabulary of a model; characters without a symbol become the unknown one, with a warning
     * @throws UserError also if a file of the split is missing or has changed
     */
    public static Corpus load(
            CorpusConfig config, Optional<Split> recorded, Optional<Vocabulary> fixed, LoadListener listener) {
        CorpusLoader loader = new CorpusLoader(config, fixed, ArchiveLimits.DEFAULT, CorpusCache.ofUser(), listener);
        return recorded.map(split -> loader.load(split)).orElseGet(() -> loader.load());
    }

    /** The text of one part. */
    public EncodedText text(Split.Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** Receives warnings and the progress while a corpus is loaded. */
    @FunctionalInterface
    public interface LoadListener {

        /** Receives a warning; loading continues. */
        void warn(String message);

        /**
         * Receives the progress of reading the sources; called for each file, and often within a large one.
         *
         * @param done bytes of the sources read so far
         * @param total bytes of all sources
         */
        default void progress(long done, long total) {}
    }
}
