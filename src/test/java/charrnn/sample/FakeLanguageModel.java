package charrnn.sample;

import java.util.function.Function;
import java.util.function.IntFunction;

/** A model whose predictions depend only on what a stream has read, and which records what its streams read. */
public final class FakeLanguageModel extends StreamsModel<String> {
    private final Function<String, float[]> predictions;
    private String first = ""; // what stream 0 of the last step had read
    private String given = ""; // what stream 0 had read when it began to write

    private FakeLanguageModel(Function<String, float[]> predictions, String characters) {
        super(characters, "");
        this.predictions = predictions;
    }

    /** @param probabilities of the next symbol, [vocabulary], the unknown one first, given the index of the last */
    public FakeLanguageModel(String characters, IntFunction<double[]> probabilities) {
        super(characters, "");
        predictions = read -> LogitsProcessorTest.logarithms(
                probabilities.apply(vocabulary().indexOf(read.codePointBefore(read.length()))));
    }

    /** @param predictions log-probabilities of the next symbol, [vocabulary], given all that the stream has read */
    public static FakeLanguageModel afterText(String characters, Function<String, float[]> predictions) {
        return new FakeLanguageModel(predictions, characters);
    }

    /** Always predicts the same probabilities; the first is that of the unknown symbol. */
    public static FakeLanguageModel constant(String characters, double... probabilities) {
        return new FakeLanguageModel(characters, last -> probabilities);
    }

    /** Predicts the next character of the vocabulary with certainty; after the last or the unknown one, the first. */
    public static FakeLanguageModel reciting(String characters) {
        int size = (int) characters.codePoints().distinct().count() + 1;
        return new FakeLanguageModel(characters, last -> {
            double[] next = new double[size];
            next[last % (size - 1) + 1] = 1;
            return next;
        });
    }

    @Override
    public void beginWriting(int stream) {
        given = stream == 0 && given.isEmpty() ? streams.get(0) : given;
    }

    @Override
    public void step(int... indices) {
        if (indices.length > streams.size()) {
            throw new IllegalArgumentException(indices.length + " for " + streams.size());
        }
        for (int i = 0; i < indices.length; i++) {
            streams.set(i, streams.get(i) + vocabulary().decode(new int[] {indices[i]}));
        }
        first = streams.get(0);
    }

    @Override
    public float[] logProbabilities(int stream) {
        return predictions.apply(streams.get(stream));
    }

    /** What the first stream had read after the last step. */
    public String readText() {
        return first;
    }

    /** What the first stream had read when it began to write. */
    String givenText() {
        return given;
    }
}
