package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Three texts of C and the vocabulary they are written in.
 *
 * @param train what is learned: its files in shuffled order, one after the other
 * @param validation what chooses the best checkpoint; empty where its share is 0
 * @param test what the result is measured on; empty where its share is 0
 * @param vocabulary the symbols that the texts are made of
 * @param split which piece of which file is in which text, to be kept with the run
 * @param summary the corpus in numbers
 */
public record Corpus(
        EncodedText train,
        EncodedText validation,
        EncodedText test,
        Vocabulary vocabulary,
        Split split,
        CorpusSummary summary) {

    /**
     * Reads and splits the configured files; the vocabulary is that of the training part.
     *
     * @param warnings takes one message each for what is not as it might be and does not stop the run
     * @throws UserError if a path does not exist, an archive is damaged, no file is found, or, where the configuration is
     *     strict, a file is no text
     */
    public static Corpus load(CorpusConfig config, Consumer<String> warnings) {
        return loader(config, Optional.empty(), warnings).load();
    }

    /**
     * Reads the files of a recorded split from the configured paths and gives the same texts again; globs, limit, shares
     * and seed do not matter. The vocabulary is made anew, by the configured rules.
     *
     * @throws UserError also if a file of the split is missing or has changed
     */
    public static Corpus load(CorpusConfig config, Split recorded, Consumer<String> warnings) {
        return loader(config, Optional.empty(), warnings).load(recorded);
    }

    /**
     * Reads and splits the configured files in the vocabulary of a model; with shares of 0, all of the text is in
     * {@link #train}. Characters without a symbol become the unknown one, with a warning.
     *
     * @throws UserError as {@link #load(CorpusConfig, Consumer)}
     */
    public static Corpus load(CorpusConfig config, Vocabulary fixed, Consumer<String> warnings) {
        return loader(config, Optional.of(fixed), warnings).load();
    }

    /**
     * Reads the files of a recorded split in the vocabulary of a model.
     *
     * @throws UserError as {@link #load(CorpusConfig, Split, Consumer)}
     */
    public static Corpus load(CorpusConfig config, Split recorded, Vocabulary fixed, Consumer<String> warnings) {
        return loader(config, Optional.of(fixed), warnings).load(recorded);
    }

    private static CorpusLoader loader(CorpusConfig config, Optional<Vocabulary> fixed, Consumer<String> warnings) {
        return new CorpusLoader(config, fixed, ArchiveLimits.DEFAULT, warnings);
    }
}
