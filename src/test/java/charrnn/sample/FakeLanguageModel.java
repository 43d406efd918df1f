package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A model whose answer depends on the last symbol alone, and which remembers what it was asked to read. */
public final class FakeLanguageModel implements LanguageModel {
    private final Vocabulary vocabulary;
    private final IntFunction<double[]> probabilities;
    private final float[] answer; // one array for all answers: they are valid until the next call
    private final List<Integer> read = new ArrayList<>();
    private int resets;

    /** @param probabilities of the next symbol, [vocabulary], the unknown one first, given the index of the last */
    public FakeLanguageModel(String characters, IntFunction<double[]> probabilities) {
        this.vocabulary = new Vocabulary(characters.codePoints().boxed().toList());
        this.probabilities = probabilities;
        this.answer = new float[vocabulary.size()];
    }

    /** The same answer to everything; the first probability is that of the unknown symbol. */
    public static FakeLanguageModel constant(String characters, double... probabilities) {
        return new FakeLanguageModel(characters, last -> probabilities);
    }

    /** Surely the next character of the vocabulary, and the first one after the last or after the unknown symbol. */
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
    public void reset() {
        resets++;
        read.clear();
    }

    @Override
    public float[] step(int index) {
        read.add(index);
        double[] next = probabilities.apply(index);
        for (int i = 0; i < answer.length; i++) {
            answer[i] = (float) Math.log(next[i]);
        }
        return answer;
    }

    /** Has read what another one has. */
    void takeOver(FakeLanguageModel other) {
        read.clear();
        read.addAll(other.read);
    }

    /** What was read since the last reset. */
    public String readText() {
        return vocabulary.decode(read.stream().mapToInt(Integer::intValue).toArray());
    }

    public int resets() {
        return resets;
    }
}
