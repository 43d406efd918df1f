package charrnn.pipeline;

import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;
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

    /** @param firstSegment the segment to begin with; above 0 when a run is resumed */
    public CharSequenceReader(StreamPlan plan, int vocabularySize, int epoch, int firstSegment) {
        super(sequences(plan, vocabularySize, epoch, firstSegment));
    }

    private static List<List<List<Writable>>> sequences(
            StreamPlan plan, int vocabularySize, int epoch, int firstSegment) {
        int batch = plan.batchSize();
        Writable[] symbols =
                IntStream.range(0, vocabularySize).mapToObj(IntWritable::new).toArray(Writable[]::new);
        return view((plan.segmentsPerEpoch() - firstSegment) * batch, i -> {
            long start = plan.start(epoch, firstSegment + i / batch, i % batch);
            int[] text = plan.text().read(start, plan.sequenceLength() + 1);
            return view(plan.sequenceLength(), t -> List.of(symbols[text[t]], symbols[text[t + 1]]));
        });
    }

    /** A list that computes its elements on access: stored records would take more time than the training. */
    private static <T> List<T> view(int size, IntFunction<T> elements) {
        return new AbstractList<>() {
            @Override
            public T get(int index) {
                return elements.apply(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}
