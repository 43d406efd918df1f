package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A model whose predictions depend only on a stream's last symbol, and which records what its streams read. */
public final class FakeLanguageModel implements LanguageModel {
    private final Vocabulary vocabulary;
    private final IntFunction<double[]> probabilities;
    private final List<List<Integer>> streams = new ArrayList<>(); // what each has read
    private List<Integer> first = List.of(); // what stream 0 of the last step had read
    private List<Integer> given = List.of(); // what stream 0 had read when it began to write

    /** @param probabilities of the next symbol, [vocabulary], the unknown one first, given the index of the last */
    public FakeLanguageModel(String characters, IntFunction<double[]> probabilities) {
        this.vocabulary = new Vocabulary(characters.codePoints().boxed().toList());
        this.probabilities = probabilities;
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
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int size() {
        return streams.size();
    }

    @Override
    public int add() {
        streams.add(new ArrayList<>());
        return streams.size() - 1;
    }

    @Override
    public void remove(int stream) {
        List<Integer> last = streams.remove(streams.size() - 1);
        if (stream < streams.size()) {
            streams.set(stream, last);
        }
    }

    @Override
    public void copy(int from, int to) {
        streams.set(to, new ArrayList<>(streams.get(from)));
    }

    @Override
    public void beginWriting(int stream) {
        given = stream == 0 && given.isEmpty() ? List.copyOf(streams.get(0)) : given;
    }

    @Override
    public void step(int... indices) {
        if (indices.length > streams.size()) {
            throw new IllegalArgumentException(indices.length + " for " + streams.size());
        }
        for (int i = 0; i < indices.length; i++) {
            streams.get(i).add(indices[i]);
        }
        first = List.copyOf(streams.get(0));
    }

    @Override
    public float[] logProbabilities(int stream) {
        List<Integer> read = streams.get(stream);
        return logProbabilitiesAfter(read.get(read.size() - 1));
    }

    /** Natural logarithms of the next symbol's probabilities after a symbol, [vocabulary]. */
    float[] logProbabilitiesAfter(int index) {
        double[] next = probabilities.apply(index);
        float[] answer = new float[next.length];
        for (int i = 0; i < answer.length; i++) {
            answer[i] = (float) Math.log(next[i]);
        }
        return answer;
    }

    /** What the first stream had read after the last step. */
    public String readText() {
        return decode(first);
    }

    /** What the first stream had read when it began to write. */
    String givenText() {
        return decode(given);
    }

    private String decode(List<Integer> symbols) {
        return vocabulary.decode(symbols.stream().mapToInt(Integer::intValue).toArray());
    }
}
