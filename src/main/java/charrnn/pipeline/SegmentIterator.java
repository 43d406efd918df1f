package charrnn.pipeline;

import charrnn.corpus.InputEncoding;
import java.util.Iterator;
import org.deeplearning4j.datasets.datavec.RecordReaderMultiDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The segments of one epoch as one-hot features, [batch, inputs, time], and labels, [batch, vocabulary, time], in 'f' order.
 * The one-hot vectors of an {@link InputEncoding} stand side by side.
 */
public final class SegmentIterator implements Iterator<DataSet> {
    private static final String TEXT = "text";

    private final RecordReaderMultiDataSetIterator batches;

    /**
     * @param input what the network reads
     * @param firstSegment the segment to begin with
     */
    public SegmentIterator(StreamPlan plan, InputEncoding input, int epoch, int firstSegment) {
        RecordReaderMultiDataSetIterator.Builder builder = new RecordReaderMultiDataSetIterator.Builder(
                        plan.batchSize())
                // DataVec keeps the order of the sequences in a batch; nothing may shuffle them.
                .addSequenceReader(TEXT, new CharSequenceReader(plan, input, epoch, firstSegment));
        for (int column = 0; column < input.ones(); column++) {
            builder.addInputOneHot(TEXT, column, input.sizes().get(column));
        }
        batches =
                builder.addOutputOneHot(TEXT, input.ones(), input.vocabulary()).build();
    }

    @Override
    public boolean hasNext() {
        return batches.hasNext();
    }

    @Override
    public DataSet next() {
        MultiDataSet batch = batches.next();
        boolean one = batch.numFeatureArrays() == 1;
        return new DataSet(one ? batch.getFeatures(0) : Nd4j.concat(1, batch.getFeatures()), batch.getLabels(0));
    }
}
