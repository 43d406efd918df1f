package charrnn.pipeline;

import charrnn.corpus.InputEncoding;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.deeplearning4j.datasets.datavec.RecordReaderMultiDataSetIterator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * {@link Segments} as one-hot features, [batch, inputs, time], and labels, [batch, vocabulary, time], in 'f' order.
 * The one-hot vectors of an {@link InputEncoding} stand side by side. While the caller uses a batch, a thread prepares the next
 * one.
 */
public final class SegmentIterator implements Iterator<DataSet> {
    private static final String TEXT = "text";

    private static final Executor PREPARATION = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "next batch");
        thread.setDaemon(true);
        return thread;
    });

    private final RecordReaderMultiDataSetIterator batches;
    private @Nullable CompletableFuture<DataSet> prepared;

    public SegmentIterator(Segments segments) {
        InputEncoding encoding = segments.encoding();
        RecordReaderMultiDataSetIterator.Builder builder = new RecordReaderMultiDataSetIterator.Builder(
                        segments.streams())
                // DataVec keeps the order of the sequences in a batch; nothing may shuffle them.
                .addSequenceReader(TEXT, new CharSequenceReader(segments));
        for (int column = 0; column < encoding.ones(); column++) {
            builder.addInputOneHot(TEXT, column, encoding.sizes().get(column));
        }
        batches = builder.addOutputOneHot(TEXT, encoding.ones(), encoding.vocabulary())
                .build();
    }

    @Override
    public boolean hasNext() {
        return prepared != null || batches.hasNext();
    }

    /** @throws RuntimeException thrown by the segments */
    @Override
    public DataSet next() {
        DataSet current = prepared == null ? read() : result(prepared);
        prepared = batches.hasNext() ? CompletableFuture.supplyAsync(this::prepare, PREPARATION) : null;
        return current;
    }

    private static DataSet result(CompletableFuture<DataSet> prepared) {
        try {
            return prepared.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private DataSet prepare() {
        NativeOpsHolder.getInstance()
                .getDeviceNativeOps()
                .setOmpNumThreads(1); // of this thread: the network uses the others
        return read();
    }

    private DataSet read() {
        MultiDataSet batch = batches.next();
        boolean one = batch.numFeatureArrays() == 1;
        return new DataSet(one ? batch.getFeatures(0) : Nd4j.concat(1, batch.getFeatures()), batch.getLabels(0));
    }
}
