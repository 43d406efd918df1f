package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.message.Count;
import charrnn.message.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The training, validation and test texts and the vocabulary in which they are encoded.
 *
 * @param train the training text: its files in shuffled order, one after the other
 * @param validation the text whose loss determines the best checkpoint; empty if its share is 0
 * @param test the text on which the result is measured; empty if its share is 0
 * @param split which piece of which file is in which text; saved with the run
 * @param duplicates number of files left out because an equal one is in use; 0 for a recorded split
 * @param skipped number of files left out because they are empty, not text, or unreadable; 0 likewise
 */
public record Corpus(
        EncodedText train,
        EncodedText validation,
        EncodedText test,
        Vocabulary vocabulary,
        Split split,
        int duplicates,
        int skipped) {

    @FunctionalInterface
    public interface LoadListener {

        /** Receives a warning; loading continues. */
        void warn(String message);

        /** Receives the bytes of the sources read so far and of all; called for each file, often within a large one. */
        default void progress(long done, long total) {}
    }

    /** Reads and splits the configured files, in the vocabulary of the training part. */
    public static Corpus load(CorpusConfig config, LoadListener listener) {
        return load(config, Optional.empty(), Optional.empty(), listener);
    }

    /**
     * Reads the files of a recorded split, or the configured files, in the vocabulary of a model or of the training part.
     *
     * @param recorded split of an earlier load, which gives the same texts for any globs, limit, shares and seed
     * @param fixed vocabulary of a model; characters without a symbol become the unknown one, with a warning
     * @throws UserError if a path does not exist or is an archive, no file is found, or a file of the recorded split is
     *     missing or has changed
     */
    public static Corpus load(
            CorpusConfig config, Optional<Split> recorded, Optional<Vocabulary> fixed, LoadListener listener) {
        CorpusLoader loader = new CorpusLoader(config, fixed, new FixedWidthText.Writer(), listener);
        return recorded.map(split -> loader.load(split)).orElseGet(() -> loader.load());
    }

    public int files() {
        return (int) split.pieces().stream().map(Piece::file).distinct().count();
    }

    public long chars() {
        return train.length() + validation.length() + test.length();
    }

    public EncodedText text(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** The text of each file, or piece of a file, of a part. */
    public List<String> texts(Part part) {
        List<String> texts = new ArrayList<>();
        long from = 0;
        for (Piece piece : split.of(part)) {
            texts.add(vocabulary.decode(text(part).read(from, Math.toIntExact(piece.chars()))));
            from += piece.chars();
        }
        return texts;
    }

    /** The size of the corpus and of its parts, on one line. */
    public String summary() {
        String leftOut = duplicates + skipped == 0
                ? ""
                : " (left out: " + Count.of(duplicates, "duplicate") + ", " + skipped + " unreadable or empty)";
        return Count.of(files(), "file") + ", " + Count.of(chars(), "character") + ", "
                + Count.of(vocabulary.size(), "symbol") + leftOut + "; training " + size(Part.TRAIN) + ", validation "
                + size(Part.VALIDATION) + ", test " + size(Part.TEST);
    }

    private String size(Part part) {
        long chars = text(part).length();
        int files = split.of(part).size();
        return chars == 0 ? "none" : Count.of(chars, "character") + " in " + Count.of(files, "file");
    }
}
