package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.corpus.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files that are nearly copies of each other.
 *
 * @param pairs of files, the most similar first
 * @param copied held-out files of which a near copy is learned, so that they test memory more than skill
 * @param heldOut held-out files in all
 */
public record NearDuplicates(List<Pair> pairs, int copied, int heldOut) {

    /**
     * Two files.
     *
     * @param one a file
     * @param other another
     * @param similarity shared shingles over all shingles, 0 to 1
     */
    public record Pair(Piece one, Piece other, double similarity) {}

    /**
     * Finds them.
     *
     * @param least similarity that makes two files near copies; below about 0.5, some are missed
     */
    public static NearDuplicates of(Corpus corpus, double least) {
        List<Pair> pairs = new Search(corpus, least).run();
        Set<String> copied = new HashSet<>();
        for (Pair pair : pairs) {
            boolean oneLearned = pair.one().part() == Part.TRAIN;
            if (oneLearned != (pair.other().part() == Part.TRAIN)) {
                copied.add((oneLearned ? pair.other() : pair.one()).file());
            }
        }
        int heldOut = corpus.split().of(Part.VALIDATION).size()
                + corpus.split().of(Part.TEST).size();
        return new NearDuplicates(pairs, copied.size(), heldOut);
    }

    private static final class Search {
        /** Bands of the MinHash numbers, and numbers in each; pieces that agree in a whole band are compared. */
        private static final int BANDS = 32;

        private static final int ROWS = 4;

        /** Largest group of pieces that agree in a band of which all pairs are compared. */
        private static final int MOST_IN_FULL = 8;

        /** The estimate may be this much lower than the similarity. */
        private static final double SLACK = 0.15;

        private final Vocabulary vocabulary;
        private final List<PlacedPiece> pieces;
        private final double least;
        private final int[][] numbers;
        private final Set<Long> compared = new HashSet<>();
        private final List<Pair> pairs = new ArrayList<>();

        Search(Corpus corpus, double least) {
            this.vocabulary = corpus.vocabulary();
            this.pieces = PlacedPiece.of(corpus);
            this.least = least;
            this.numbers = new int[pieces.size()][];
        }

        List<Pair> run() {
            Arrays.setAll(numbers, i -> shingles(i).minHash());
            for (int band = 0; band < BANDS; band++) {
                compareWithin(band);
            }
            pairs.sort(Comparator.comparingDouble(Pair::similarity)
                    .reversed()
                    .thenComparing(pair -> pair.one().file())
                    .thenComparing(pair -> pair.other().file()));
            return pairs;
        }

        private ShingleSet shingles(int piece) {
            return ShingleSet.of(pieces.get(piece), vocabulary);
        }

        /** Sorts the pieces by their hash of the band, so that equal ones stand together. */
        private void compareWithin(int band) {
            long[] order = new long[numbers.length];
            Arrays.setAll(order, i -> (long) hashOfBand(numbers[i], band) << Integer.SIZE | i);
            Arrays.sort(order);
            for (int from = 0, to = 1; to <= order.length; to++) {
                if (to == order.length || order[to] >> Integer.SIZE != order[from] >> Integer.SIZE) {
                    compareAll(Arrays.stream(order, from, to)
                            .mapToInt(entry -> (int) entry)
                            .toArray());
                    from = to;
                }
            }
        }

        private static int hashOfBand(int[] numbers, int band) {
            return Arrays.hashCode(Arrays.copyOfRange(numbers, band * ROWS, (band + 1) * ROWS));
        }

        private void compareAll(int[] group) {
            int firsts = group.length <= MOST_IN_FULL ? group.length : 1;
            for (int i = 0; i < firsts; i++) {
                for (int j = i + 1; j < group.length; j++) {
                    compare(group[i], group[j]);
                }
            }
        }

        private void compare(int one, int other) {
            boolean promising = ShingleSet.similarity(numbers[one], numbers[other]) >= least - SLACK;
            if (!promising || !compared.add((long) one << Integer.SIZE | other)) {
                return;
            }
            double similarity = shingles(one).similarity(shingles(other));
            if (similarity >= least) {
                pairs.add(new Pair(pieces.get(one).piece(), pieces.get(other).piece(), similarity));
            }
        }
    }
}
