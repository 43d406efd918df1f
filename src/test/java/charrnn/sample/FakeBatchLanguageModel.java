package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.BatchLanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Many streams, each a {@link FakeLanguageModel} of its own. */
public final class FakeBatchLanguageModel implements BatchLanguageModel {
    private final Supplier<FakeLanguageModel> one;
    private final Vocabulary vocabulary;
    private final List<FakeLanguageModel> streams = new ArrayList<>();
    private final List<float[]> answers = new ArrayList<>();

    public FakeBatchLanguageModel(Supplier<FakeLanguageModel> one) {
        this.one = one;
        this.vocabulary = one.get().vocabulary();
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
        streams.add(one.get());
        answers.add(new float[0]);
        return streams.size() - 1;
    }

    @Override
    public void remove(int stream) {
        int last = streams.size() - 1;
        streams.set(stream, streams.get(last));
        answers.set(stream, answers.get(last));
        streams.remove(last);
        answers.remove(last);
    }

    @Override
    public void copy(int from, int to) {
        streams.get(to).takeOver(streams.get(from));
        answers.set(to, answers.get(from).clone());
    }

    @Override
    public void reset(int stream) {
        streams.get(stream).reset();
    }

    @Override
    public void step(int... indices) {
        if (indices.length > streams.size()) {
            throw new IllegalArgumentException(indices.length + " for " + streams.size());
        }
        for (int i = 0; i < indices.length; i++) {
            answers.set(i, streams.get(i).step(indices[i]));
        }
    }

    @Override
    public float[] logProbabilities(int stream) {
        return answers.get(stream);
    }
}
