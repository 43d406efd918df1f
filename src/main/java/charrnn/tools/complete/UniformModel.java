package charrnn.tools.complete;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import java.util.Arrays;

/** A model that predicts each symbol with the same probability. It replaces the network to measure an n-gram cache alone. */
final class UniformModel implements LanguageModel {
    private final Vocabulary vocabulary;
    private final float[] logProbabilities;
    private int streams;

    UniformModel(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        logProbabilities = new float[vocabulary.size()];
        Arrays.fill(logProbabilities, (float) -Math.log(vocabulary.size()));
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int size() {
        return streams;
    }

    @Override
    public int add() {
        return streams++;
    }

    @Override
    public void remove(int stream) {
        streams--;
    }

    @Override
    public void copy(int from, int to) {}

    @Override
    public void step(int... indices) {}

    @Override
    public float[] logProbabilities(int stream) {
        return logProbabilities;
    }
}
