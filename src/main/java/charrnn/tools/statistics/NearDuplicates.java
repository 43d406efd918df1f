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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The nearly equal files of a corpus.
 *
 * @param pairs pairs of near-duplicates in descending order of similarity
 * @param copied number of held-out files with a near-duplicate in the training part: they test memorization
 * @param heldOut number of all held-out files
 */
public record NearDuplicates(List<Pair> pairs, int copied, int heldOut) {

    /**
     * Two near-duplicates.
     *
     * @param one the first file
     * @param other the second file
     * @param similarity Jaccard similarity of their shingles, 0 to 1
     */
    public record Pair(Piece one, Piece other, double similarity) {}

    /**
     * Finds the near-duplicates in a corpus.
     *
     * @param minSimilarity minimum similarity of near-duplicates; below about 0.5, some pairs are missed
     */
    public static NearDuplicates of(Corpus corpus, double minSimilarity) {
        List<Pair> pairs = new Search(corpus, minSimilarity).run();
        Set<String> copied = new HashSet<>();
        for (Pair pair : pairs) {
            boolean firstIsTrained = pair.one().part() == Part.TRAIN;
            if (firstIsTrained != (pair.other().part() == Part.TRAIN)) {
                copied.add((firstIsTrained ? pair.other() : pair.one()).file());
            }
        }
        long heldOut = corpus.split().pieces().stream()
                .filter(piece -> piece.part() != Part.TRAIN)
                .map(Piece::file)
                .distinct()
                .count();
        return new NearDuplicates(pairs, copied.size(), (int) heldOut);
    }

    private static final class Search {
        /** Number of bands of a signature. Pieces that agree in a band are compared. */
        private static final int BANDS = 32;

        /** Number of signature elements in each band. */
        private static final int ROWS = 4;

        /** Maximum group of which all pairs are compared; of a larger one, only those with the first piece. */
        private static final int MAX_GROUP = 8;

        /** Amount by which the estimated similarity may be lower than the exact one. */
        private static final double TOLERANCE = 0.15;

        private final Vocabulary vocabulary;
        private final List<PlacedPiece> pieces;
        private final double minSimilarity;
        private final int[][] signatures;
        private final Set<Long> compared = new HashSet<>();
        private final List<Pair> pairs = new ArrayList<>();

        Search(Corpus corpus, double minSimilarity) {
            this.vocabulary = corpus.vocabulary();
            this.pieces = PlacedPiece.of(corpus);
            this.minSimilarity = minSimilarity;
            this.signatures = new int[pieces.size()][];
        }

        List<Pair> run() {
            Arrays.setAll(signatures, i -> shingles(i).minHash());
            for (int band = 0; band < BANDS; band++) {
                compareEqualBands(band);
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

        /** Compares the pieces whose signatures agree in a band. */
        private void compareEqualBands(int band) {
            IntStream.range(0, signatures.length)
                    .boxed()
                    .collect(Collectors.groupingBy(
                            i -> hashOfBand(signatures[i], band), TreeMap::new, Collectors.toList()))
                    .values()
                    .forEach(this::compareGroup);
        }

        private static int hashOfBand(int[] signature, int band) {
            return Arrays.hashCode(Arrays.copyOfRange(signature, band * ROWS, (band + 1) * ROWS));
        }

        private void compareGroup(List<Integer> group) {
            int firsts = group.size() <= MAX_GROUP ? group.size() : 1;
            for (int i = 0; i < firsts; i++) {
                for (int j = i + 1; j < group.size(); j++) {
                    compare(group.get(i), group.get(j));
                }
            }
        }

        private void compare(int one, int other) {
            boolean similar = ShingleSet.similarity(signatures[one], signatures[other]) >= minSimilarity - TOLERANCE;
            if (!similar || !compared.add((long) one << Integer.SIZE | other)) {
                return;
            }
            double similarity = shingles(one).similarity(shingles(other));
            if (similarity >= minSimilarity) {
                pairs.add(new Pair(pieces.get(one).piece(), pieces.get(other).piece(), similarity));
            }
        }
    }
}
