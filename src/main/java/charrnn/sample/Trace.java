package charrnn.sample;

import charrnn.corpus.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Leaves a text alone and remembers what the model itself expected at each of its characters. */
public final class Trace implements LogitsProcessor {
    /**
     * A character of the text.
     *
     * @param codePoint what was written
     * @param index its vocabulary index
     * @param logProbabilities natural logarithms of what might have been, [vocabulary]
     */
    public record Moment(int codePoint, int index, float[] logProbabilities) {
        /** How likely the model held the character to be. */
        public double probability() {
            return Math.exp(logProbabilities[index]);
        }

        /** Vocabulary indices of the likeliest characters, so many of them, the likeliest first. */
        public List<Integer> likeliest(int count) {
            Ranking ranking = Ranking.of(logProbabilities);
            List<Integer> likeliest = new ArrayList<>();
            for (int rank = 0; rank < Math.min(count, ranking.size()); rank++) {
                likeliest.add(ranking.index(rank));
            }
            return likeliest;
        }
    }

    private final Vocabulary vocabulary;
    private final List<Moment> moments = new ArrayList<>();
    private float[] next = {};

    public Trace(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public void apply(float[] logProbabilities) {
        next = logProbabilities.clone();
    }

    @Override
    public void accept(int index) {
        moments.add(new Moment(vocabulary.codePoint(index), index, next));
    }

    /** The characters made so far. */
    public List<Moment> moments() {
        return moments;
    }

    @Override
    public LogitsProcessor copy() {
        Trace copy = new Trace(vocabulary);
        copy.moments.addAll(moments);
        copy.next = next;
        return copy;
    }
}
