package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The nearly equal files of a corpus.
 *
 * @param pairs pairs of near-duplicates in descending order of similarity
 * @param copied number of held-out files with a near-duplicate in the training part: they test memorization
 * @param heldOut number of all held-out files
 */
public record NearDuplicates(List<Pair> pairs, int copied, int heldOut) {
    private static final int BANDS = 32; // of a signature; pieces that agree in a band are compared
    private static final int ROWS = 4; // elements of a signature in each band
    private static final int MAX_GROUP = 8; // of a larger group, only the pairs with the first piece are compared
    private static final double TOLERANCE = 0.15; // how much lower than the exact similarity its estimate may be

    /**
     * Two near-duplicates.
     *
     * @param similarity Jaccard similarity of their shingles, 0 to 1
     */
    public record Pair(Piece one, Piece other, double similarity) {}

    /**
     * Finds the near-duplicates in a corpus.
     *
     * @param minSimilarity minimum similarity of near-duplicates; below about 0.5, some pairs are missed
     */
    public static NearDuplicates of(Corpus corpus, double minSimilarity) {
        List<PlacedPiece> pieces = PlacedPiece.of(corpus);
        IntFunction<ShingleSet> shingles = i -> ShingleSet.of(pieces.get(i), corpus.vocabulary());
        int[][] signatures = IntStream.range(0, pieces.size())
                .mapToObj(i -> shingles.apply(i).minHash())
                .toArray(int[][]::new);
        List<Pair> pairs = IntStream.range(0, BANDS)
                .boxed()
                .flatMap(band -> groups(signatures, band).stream())
                .flatMap(NearDuplicates::candidates)
                .filter(pair -> ShingleSet.similarity(signatures[pair.one], signatures[pair.other])
                        >= minSimilarity - TOLERANCE)
                .distinct()
                .map(pair -> new Pair(
                        pieces.get(pair.one).piece(),
                        pieces.get(pair.other).piece(),
                        shingles.apply(pair.one).similarity(shingles.apply(pair.other))))
                .filter(pair -> pair.similarity() >= minSimilarity)
                .sorted(Comparator.comparingDouble(Pair::similarity)
                        .reversed()
                        .thenComparing(pair -> pair.one().file())
                        .thenComparing(pair -> pair.other().file()))
                .toList();
        Stream<Piece> copied = pairs.stream()
                .filter(pair ->
                        (pair.one().part() == Part.TRAIN) != (pair.other().part() == Part.TRAIN))
                .flatMap(pair -> Stream.of(pair.one(), pair.other()));
        return new NearDuplicates(pairs, heldOut(copied), heldOut(corpus.split().pieces().stream()));
    }

    /** Number of files of which a piece is held out. */
    private static int heldOut(Stream<Piece> pieces) {
        return (int) pieces.filter(piece -> piece.part() != Part.TRAIN)
                .map(Piece::file)
                .distinct()
                .count();
    }

    /** Pieces whose signatures agree in a band. */
    private static Collection<List<Integer>> groups(int[][] signatures, int band) {
        return IntStream.range(0, signatures.length)
                .boxed()
                .collect(Collectors.groupingBy(
                        i -> Arrays.hashCode(Arrays.copyOfRange(signatures[i], band * ROWS, (band + 1) * ROWS)),
                        TreeMap::new,
                        Collectors.toList()))
                .values();
    }

    private record Candidate(int one, int other) {}

    /** The pairs of a group to compare: all, or only those with the first piece. */
    private static Stream<Candidate> candidates(List<Integer> group) {
        return IntStream.range(0, group.size() <= MAX_GROUP ? group.size() : 1)
                .boxed()
                .flatMap(i ->
                        group.subList(i + 1, group.size()).stream().map(other -> new Candidate(group.get(i), other)));
    }
}
