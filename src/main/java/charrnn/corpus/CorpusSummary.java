package charrnn.corpus;

import charrnn.config.Count;
import charrnn.corpus.Split.Part;
import java.util.List;

/**
 * The size of a corpus and its parts.
 *
 * @param files number of files in use
 * @param chars number of characters in use
 * @param duplicates number of files left out because an equal one is in use
 * @param skipped number of files left out because they are empty, not text, or unreadable
 * @param train the training part
 * @param validation the validation part
 * @param test the test part
 * @param vocabularySize number of symbols, the unknown one included
 */
public record CorpusSummary(
        int files,
        long chars,
        int duplicates,
        int skipped,
        PartSummary train,
        PartSummary validation,
        PartSummary test,
        int vocabularySize) {

    /**
     * The size of a part.
     *
     * @param files number of files with a piece in the part
     * @param chars number of its characters
     */
    public record PartSummary(int files, long chars) {
        static PartSummary of(Split split, Part part) {
            List<Split.Piece> pieces = split.of(part);
            return new PartSummary(
                    pieces.size(), pieces.stream().mapToLong(Split.Piece::chars).sum());
        }

        /** Formats the size: "12,489,956 characters in 493 files", or "none". */
        public String text() {
            return chars == 0 ? "none" : Count.of(chars, "character") + " in " + Count.of(files, "file");
        }
    }

    static CorpusSummary of(Split split, int duplicates, int skipped, int vocabularySize) {
        PartSummary train = PartSummary.of(split, Part.TRAIN);
        PartSummary validation = PartSummary.of(split, Part.VALIDATION);
        PartSummary test = PartSummary.of(split, Part.TEST);
        long files = split.pieces().stream().map(Split.Piece::file).distinct().count();
        long chars = train.chars() + validation.chars() + test.chars();
        return new CorpusSummary((int) files, chars, duplicates, skipped, train, validation, test, vocabularySize);
    }

    /** The summary on one line: the total, the files left out, and the parts. */
    public String text() {
        String leftOut = duplicates + skipped == 0
                ? ""
                : " (left out: " + Count.of(duplicates, "duplicate") + ", " + skipped + " unreadable or empty)";
        return Count.of(files, "file") + ", " + Count.of(chars, "character") + ", "
                + Count.of(vocabularySize, "symbol") + leftOut + "; training " + train.text() + ", validation "
                + validation.text() + ", test " + test.text();
    }
}
