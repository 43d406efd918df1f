package charrnn.pipeline;

import java.util.AbstractList;
import java.util.List;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.impl.inmemory.InMemorySequenceRecordReader;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * One epoch of a {@link StreamPlan} as DataVec sequence records: the segment of stream 0, of stream 1 and so on, then
 * the next segment of stream 0. A time step is the pair [current character, next character] of vocabulary indices.
 */
public final class CharSequenceReader extends InMemorySequenceRecordReader {
    private static final long serialVersionUID = 1L;

    /**
     * @param plan the positions of the segments
     * @param vocabularySize number of symbols
     * @param epoch which pass over the text
     * @param firstSegment the segment to begin with; above 0 when a run is resumed
     */
    public CharSequenceReader(StreamPlan plan, int vocabularySize, int epoch, int firstSegment) {
        super(new EpochView(plan, symbols(vocabularySize), epoch, firstSegment));
    }

    private static IntWritable[] symbols(int vocabularySize) {
        return IntStream.range(0, vocabularySize).mapToObj(IntWritable::new).toArray(IntWritable[]::new);
    }

    /** The sequences of an epoch; each is read from the text when the iterator reaches it. */
    private static final class EpochView extends AbstractList<List<List<Writable>>> {
        private final StreamPlan plan;
        private final IntWritable[] symbols;
        private final int epoch;
        private final int firstSegment;

        EpochView(StreamPlan plan, IntWritable[] symbols, int epoch, int firstSegment) {
            this.plan = plan;
            this.symbols = symbols;
            this.epoch = epoch;
            this.firstSegment = firstSegment;
        }

        @Override
        public List<List<Writable>> get(int index) {
            int segment = firstSegment + index / plan.batch();
            long start = plan.start(epoch, segment, index % plan.batch());
            return new SegmentView(plan.text().read(start, plan.sequence() + 1), symbols);
        }

        @Override
        public int size() {
            return (plan.segmentsPerEpoch() - firstSegment) * plan.batch();
        }
    }

    /** The time steps of a segment, as a view: a list for each character would take longer than the network. */
    private static final class SegmentView extends AbstractList<List<Writable>> {
        private final int[] text;
        private final IntWritable[] symbols;

        SegmentView(int[] text, IntWritable[] symbols) {
            this.text = text;
            this.symbols = symbols;
        }

        @Override
        public List<Writable> get(int time) {
            return List.of(symbols[text[time]], symbols[text[time + 1]]);
        }

        @Override
        public int size() {
            return text.length - 1;
        }
    }
}
