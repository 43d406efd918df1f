package charrnn.pipeline;

import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.impl.inmemory.InMemorySequenceRecordReader;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * {@link Segments} as DataVec sequence records: the first segment of stream 0, of stream 1 and so on, then the next segment of
 * stream 0. A time step is [active inputs, next character]: those of an {@link charrnn.match.InputEncoding}, of which
 * the first is the current character, and the index of the next one.
 */
final class CharSequenceReader extends InMemorySequenceRecordReader {
    private static final long serialVersionUID = 1L;

    CharSequenceReader(Segments segments) {
        super(sequences(segments));
    }

    private static List<List<List<Writable>>> sequences(Segments segments) {
        int streams = segments.streams();
        int active = segments.encoding().activeInputs();
        Writable[] indices = IntStream.range(0, segments.encoding().size())
                .mapToObj(IntWritable::new)
                .toArray(Writable[]::new);
        return view(segments.count() * streams, i -> {
            int[] inputs = segments.inputs(i / streams, i % streams);
            int[] targets = segments.targets(i / streams, i % streams);
            return view(
                    targets.length,
                    t -> view(active + 1, k -> indices[k < active ? inputs[t * active + k] : targets[t]]));
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
