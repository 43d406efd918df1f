package charrnn.pipeline;

import charrnn.match.InputEncoding;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.deeplearning4j.datasets.datavec.RecordReaderMultiDataSetIterator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * {@link Segments} as features, [batch, inputs, time], the vectors of an {@link InputEncoding}, and one-hot labels, [batch,
 * vocabulary, time], in 'f' order. While the caller uses a batch, another thread
 * builds the next one.
 */
public final class BatchIterator implements Iterator<DataSet> {
    private static final String TEXT = "text";

    private static final Executor BUILDERS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "next batch");
        thread.setDaemon(true);
        return thread;
    });

    private final InputEncoding encoding;
    private final RecordReaderMultiDataSetIterator batches;
    private @Nullable CompletableFuture<DataSet> nextBatch;

    public BatchIterator(Segments segments) {
        encoding = segments.encoding();
        batches = new RecordReaderMultiDataSetIterator.Builder(segments.streams())
                // DataVec keeps the order of the sequences in a batch; nothing may shuffle them.
                .addSequenceReader(TEXT, new CharSequenceReader(segments))
                .addInput(TEXT, 0, encoding.activeInputs() - 1)
                .addOutputOneHot(TEXT, encoding.activeInputs(), encoding.vocabulary())
                .build();
    }

    @Override
    public boolean hasNext() {
        return nextBatch != null || batches.hasNext();
    }

    /** @throws RuntimeException if a segment cannot be read; the exception of {@link Segments} */
    @Override
    public DataSet next() {
        CompletableFuture<DataSet> begun = nextBatch;
        nextBatch = null;
        DataSet batch = begun == null ? build() : result(begun);
        if (batches.hasNext()) {
            nextBatch = CompletableFuture.supplyAsync(this::buildOnOneThread, BUILDERS);
        }
        return batch;
    }

    private static DataSet result(CompletableFuture<DataSet> batch) {
        try {
            return batch.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private DataSet buildOnOneThread() {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1); // the setting of this thread alone
        return build();
    }

    private DataSet build() {
        MultiDataSet batch = batches.next();
        INDArray positions = batch.getFeatures(0); // [streams, activeInputs, time]
        long streams = positions.size(0);
        long[] shape = {streams, encoding.size(), positions.size(2)};
        INDArray features = Nd4j.create(DataType.FLOAT, shape, 'f');
        // DataVec has made floats of the positions, and the LSTM will search the ones (TimeMajor): both pass arrays of
        // floats only.
        int[] inputs = positions.permute(0, 2, 1).dup('c').data().asInt();
        encoding.write(inputs, (int) streams, features.data().asNioFloat());
        return new DataSet(features, batch.getLabels(0));
    }
}
