package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model whose answers depend on all that a stream has read, in which every character may come next. A test may let it go
 * on step by step, or have it fail.
 */
public final class FakeModel implements LanguageModel {
    public static final String CHARACTERS = "abcdefgh \n{}";

    private final Vocabulary vocabulary;
    private final List<Long> streams = new ArrayList<>(); // a hash of what each has read
    private final long salt;
    private final boolean disturbed;
    private int steps;
    private int allowed = Integer.MAX_VALUE;
    private boolean held;
    private @Nullable Throwable failure;

    public FakeModel() {
        this(0, false);
    }

    /**
     * @param salt models with other salts write other texts
     * @param disturbed whether streams feel how many there are, which they must not
     */
    public FakeModel(long salt, boolean disturbed) {
        this(CHARACTERS, salt, disturbed);
    }

    /** @param characters that it knows */
    public FakeModel(String characters, long salt, boolean disturbed) {
        vocabulary = new Vocabulary(characters.codePoints().boxed().toList());
        this.salt = salt;
        this.disturbed = disturbed;
    }

    /** Makes no further step but those that {@link #go} allows. */
    public synchronized void hold() {
        allowed = steps;
    }

    /** Makes so many steps, of which the loop has not yet heard the last when this returns. */
    public synchronized void go(int more) throws InterruptedException {
        allowed = steps + more;
        notifyAll();
        while (steps < allowed) {
            wait();
        }
    }

    /** Waits until the next step is asked for, and held: whoever asks has done all that comes before it. */
    public synchronized void awaitHeld() throws InterruptedException {
        while (!held) {
            wait();
        }
    }

    /** Makes steps freely. */
    public synchronized void release() {
        allowed = Integer.MAX_VALUE;
        notifyAll();
    }

    /** The next step fails. */
    public synchronized void fail(Throwable reason) {
        failure = reason;
        release();
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
        streams.add(salt);
        return streams.size() - 1;
    }

    @Override
    public synchronized void remove(int stream) {
        long last = streams.remove(streams.size() - 1);
        if (stream < streams.size()) {
            streams.set(stream, last);
        }
    }

    @Override
    public synchronized void copy(int from, int to) {
        streams.set(to, streams.get(from));
    }

    @Override
    public synchronized void reset(int stream) {
        streams.set(stream, salt);
    }

    @Override
    public synchronized void step(int... indices) {
        if (indices.length > streams.size()) {
            throw new IllegalArgumentException(indices.length + " for " + streams.size());
        }
        while (steps >= allowed) {
            held = true;
            notifyAll();
            await();
        }
        held = false;
        if (failure != null) {
            sneak(failure);
        }
        for (int stream = 0; stream < indices.length; stream++) {
            streams.set(stream, mixed(streams.get(stream) + indices[stream]));
        }
        steps++;
        notifyAll();
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Override
    public synchronized float[] logProbabilities(int stream) {
        long state = streams.get(stream) + (disturbed ? streams.size() : 0);
        float[] logarithms = new float[vocabulary.size()];
        for (int symbol = 0; symbol < logarithms.length; symbol++) {
            state = mixed(state);
            logarithms[symbol] = -0.5f - (state >>> 40) / (float) (1 << 22);
        }
        return logarithms;
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
