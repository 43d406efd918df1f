package charrnn.sample;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A model whose streams each have a value, for tests that define only steps and predictions.
 *
 * @param <T> the immutable value of a stream
 */
public abstract class StreamsModel<T> implements LanguageModel {
    private final Vocabulary vocabulary;
    private final T start;

    /** The value of each stream. */
    protected final List<T> streams = new ArrayList<>();

    /** @param start the value of a new stream */
    protected StreamsModel(String characters, T start) {
        vocabulary = EncodedTexts.vocabulary(characters);
        this.start = start;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public synchronized int size() {
        return streams.size();
    }

    @Override
    public synchronized int add() {
        streams.add(start);
        return streams.size() - 1;
    }

    @Override
    public synchronized void remove(int stream) {
        T last = streams.remove(streams.size() - 1);
        if (stream < streams.size()) {
            streams.set(stream, last);
        }
    }

    private record Saved<T>(T value) implements Snapshot {}

    @Override
    public synchronized Snapshot save(int stream) {
        return new Saved<>(streams.get(stream));
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized void restore(int stream, Snapshot snapshot) {
        streams.set(stream, ((Saved<T>) snapshot).value);
    }
}
