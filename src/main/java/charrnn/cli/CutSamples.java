package charrnn.cli;

import charrnn.sample.FinishReason;
import charrnn.sample.Samples;
import java.util.OptionalLong;

/** Counts the samples that end at their maximum length, and passes all samples on to another listener. */
final class CutSamples implements Samples.Listener {
    private final Samples.Listener target;
    private int cut;

    CutSamples(Samples.Listener target) {
        this.target = target;
    }

    /** The listener that receives the samples. */
    Samples.Listener target() {
        return target;
    }

    /** Number of samples so far that ended at their maximum length. */
    int cut() {
        return cut;
    }

    @Override
    public void accept(int sample, int codePoint) {
        target.accept(sample, codePoint);
    }

    @Override
    public void measured(int sample, OptionalLong seed, double bits) {
        target.measured(sample, seed, bits);
    }

    @Override
    public void complete(int sample, FinishReason end) {
        cut += end == FinishReason.LENGTH ? 1 : 0;
        target.complete(sample, end);
    }
}
