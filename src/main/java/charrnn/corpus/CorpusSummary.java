package charrnn.corpus;

import charrnn.corpus.Split.Part;
import java.util.List;
import java.util.Locale;

/**
 * A corpus in numbers.
 *
 * @param files files in use
 * @param chars characters in use
 * @param duplicates files left out because an equal one is in use
 * @param skipped files left out because they are empty, no text, or could not be read
 * @param train the training part
 * @param validation the validation part
 * @param test the test part
 * @param vocabularySize symbols, the unknown one included
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
     * A part in numbers.
     *
     * @param files files of which a piece is in the part
     * @param chars characters
     */
    public record PartSummary(int files, long chars) {
        static PartSummary of(Split split, Part part) {
            List<Split.Piece> pieces = split.of(part);
            return new PartSummary(
                    pieces.size(), pieces.stream().mapToLong(Split.Piece::chars).sum());
        }

        private String text() {
            return String.format(Locale.ROOT, "%,d characters in %s", chars, plural(files, "file"));
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

    /** Two lines for people: the whole, and its parts. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s, %,d characters, %s (left out: %s, %d unreadable or empty)%n"
                        + "training %s; validation %s; test %s",
                plural(files, "file"),
                chars,
                plural(vocabularySize, "symbol"),
                plural(duplicates, "duplicate"),
                skipped,
                train.text(),
                validation.text(),
                test.text());
    }

    private static String plural(int count, String noun) {
        return String.format(Locale.ROOT, count == 1 ? "%,d %s" : "%,d %ss", count, noun);
    }
}
