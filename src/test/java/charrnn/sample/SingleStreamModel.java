package charrnn.sample;

import charrnn.model.LanguageModel;

/** A model with one stream, for tests that define only a stream's predictions. */
public abstract class SingleStreamModel implements LanguageModel {
    private int size;
    private float[] answer = {};

    /** Forgets all that was read. */
    protected abstract void reset();

    /**
     * Reads a symbol.
     *
     * @return natural logarithms of the next symbol's probabilities, [vocabulary]
     */
    protected abstract float[] step(int index);

    @Override
    public int size() {
        return size;
    }

    @Override
    public int add() {
        if (size == 1) {
            throw new IllegalStateException("this model has one stream only");
        }
        reset();
        return size++;
    }

    @Override
    public void remove(int stream) {
        size--;
    }

    @Override
    public void copy(int from, int to) {}

    @Override
    public void step(int... indices) {
        for (int index : indices) {
            answer = step(index);
        }
    }

    @Override
    public float[] logProbabilities(int stream) {
        return answer;
    }
}
