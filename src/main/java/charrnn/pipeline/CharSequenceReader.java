package charrnn.pipeline;

import charrnn.corpus.InputEncoding;
import charrnn.corpus.InputReader;
import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datavec.api.records.reader.impl.inmemory.InMemorySequenceRecordReader;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * One epoch of a {@link StreamPlan} as DataVec sequence records: the segment of stream 0, of stream 1 and so on, then
 * the next segment of stream 0. A time step is [current character, matches, next character], of which an {@link
 * InputEncoding} defines the inputs; each is an index within its one-hot vector.
 */
public final class CharSequenceReader extends InMemorySequenceRecordReader {
    private static final long serialVersionUID = 1L;

    /**
     * @param input what the network reads
     * @param firstSegment the segment to begin with; above 0 when a run is resumed
     */
    public CharSequenceReader(StreamPlan plan, InputEncoding input, int epoch, int firstSegment) {
        super(sequences(plan, input, epoch, firstSegment));
    }

    private static List<List<List<Writable>>> sequences(
            StreamPlan plan, InputEncoding input, int epoch, int firstSegment) {
        int batch = plan.batchSize();
        int time = plan.sequenceLength();
        int ones = input.ones();
        Writable[] symbols =
                IntStream.range(0, input.size()).mapToObj(IntWritable::new).toArray(Writable[]::new);
        int[] offsets = input.offsets();
        List<InputReader> readers = Stream.generate(() -> new InputReader(plan.text(), input))
                .limit(batch)
                .toList();
        return view((plan.segmentsPerEpoch() - firstSegment) * batch, i -> {
            int segment = firstSegment + i / batch;
            long start = plan.start(epoch, segment, i % batch);
            int[] inputs = readers.get(i % batch).read(start, time);
            int[] targets = plan.text().read(start + 1, time);
            if (plan.hidesMatches(epoch, segment, i % batch)) {
                for (int t = 0; t < time; t++) {
                    input.hide(inputs, t * ones);
                }
            }
            return view(
                    time,
                    t -> view(ones + 1, k -> symbols[k == ones ? targets[t] : inputs[t * ones + k] - offsets[k]]));
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
