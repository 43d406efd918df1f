package charrnn.tools.serve.decode;

import charrnn.sample.StreamsModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model whose probabilities are a hash of all characters that a stream has read, which is the value of the stream. A test can
 * control it step by step, and make it fail.
 */
public class HashModel extends StreamsModel<Long> {
    public static final String CHARACTERS = "abcdefgh \n{}";

    private int steps;
    private int allowed = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    public HashModel() {
        this(CHARACTERS, 0);
    }

    /**
     * @param characters the vocabulary
     * @param salt start of the hash; models with different salts generate different texts
     */
    public HashModel(String characters, long salt) {
        super(characters, salt);
    }

    /** Makes {@link #step} wait until {@link #go} or {@link #release} is called. */
    public synchronized void hold() {
        allowed = steps;
    }

    /** Allows so many steps, and waits until they are done. The caller of the last one may not have continued yet. */
    public synchronized void go(int more) throws InterruptedException {
        allowed = steps + more;
        notifyAll();
        while (steps < allowed) {
            wait();
        }
    }

    /** Makes {@link #step} wait no longer. */
    public synchronized void release() {
        allowed = Integer.MAX_VALUE;
        notifyAll();
    }

    /** Makes the next step fail. */
    public synchronized void fail(Throwable reason) {
        failure = reason;
        release();
    }

    @Override
    public synchronized void step(int... indices) {
        if (indices.length > streams.size()) {
            throw new IllegalArgumentException(indices.length + " for " + streams.size());
        }
        while (steps >= allowed) {
            await();
        }
        if (failure != null) {
            throwUnchecked(failure);
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
    private static <T extends Throwable> void throwUnchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    @Override
    public synchronized float[] logProbabilities(int stream) {
        long state = streams.get(stream);
        float[] logarithms = new float[vocabulary().size()];
        for (int symbol = 0; symbol < logarithms.length; symbol++) {
            state = mixed(state);
            logarithms[symbol] = -0.5f - (state >>> 40) / (float) (1 << 22);
        }
        return logarithms;
    }

    /** The value of a unit is one of the log-probabilities. */
    @Override
    public List<Integer> hiddenSizes() {
        return List.of(3, 2);
    }

    @Override
    public float[] hidden(int stream, int layer) {
        return values(stream, layer, 10);
    }

    @Override
    public float[] cells(int stream, int layer) {
        return values(stream, layer, 2);
    }

    private float[] values(int stream, int layer, float scale) {
        float[] logarithms = logProbabilities(stream);
        float[] values = new float[hiddenSizes().get(layer)];
        for (int unit = 0; unit < values.length; unit++) {
            values[unit] = (logarithms[2 * layer + unit] + 2.5f) / scale;
        }
        return values;
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
