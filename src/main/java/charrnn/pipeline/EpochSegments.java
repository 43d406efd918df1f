package charrnn.pipeline;

import charrnn.match.InputEncoding;
import charrnn.match.InputReader;
import java.util.List;
import java.util.stream.Stream;

/** The segments of an epoch of a {@link StreamPlan}, from a given one on. The plan decides where matches are hidden. */
public final class EpochSegments implements Segments {
    private final StreamPlan plan;
    private final InputEncoding encoding;
    private final int epoch;
    private final int first;
    private final List<InputReader> readers; // of each stream

    /** @param first number of the segment to begin with; above 0 when a run is resumed */
    public EpochSegments(StreamPlan plan, InputEncoding encoding, int epoch, int first) {
        this.plan = plan;
        this.encoding = encoding;
        this.epoch = epoch;
        this.first = first;
        readers = Stream.generate(() -> new InputReader(plan.text(), encoding, plan.memory()))
                .limit(plan.batchSize())
                .toList();
    }

    @Override
    public InputEncoding encoding() {
        return encoding;
    }

    @Override
    public int streams() {
        return plan.batchSize();
    }

    @Override
    public int count() {
        return plan.segmentsPerEpoch() - first;
    }

    @Override
    public int[] inputs(int segment, int stream) {
        int[] inputs = readers.get(stream).read(start(segment, stream), plan.sequenceLength());
        if (plan.hidesMatches(epoch, first + segment, stream)) {
            encoding.hide(inputs, 0, plan.sequenceLength());
        }
        return inputs;
    }

    @Override
    public int[] targets(int segment, int stream) {
        return plan.text().read(start(segment, stream) + 1, plan.sequenceLength());
    }

    private long start(int segment, int stream) {
        return plan.start(epoch, first + segment, stream);
    }
}
