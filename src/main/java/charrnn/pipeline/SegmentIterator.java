package charrnn.pipeline;

import java.util.Iterator;
import org.deeplearning4j.datasets.datavec.RecordReaderMultiDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The segments of one epoch as one-hot features and labels, [batch, vocabulary, time] each, in 'f' order. */
public final class SegmentIterator implements Iterator<DataSet> {
    private static final String TEXT = "text";

    private final RecordReaderMultiDataSetIterator batches;

    /** @param firstSegment the segment to begin with */
    public SegmentIterator(StreamPlan plan, int vocabularySize, int epoch, int firstSegment) {
        batches = new RecordReaderMultiDataSetIterator.Builder(plan.batchSize())
                // DataVec keeps the order of the sequences in a batch; nothing may shuffle them.
                .addSequenceReader(TEXT, new CharSequenceReader(plan, vocabularySize, epoch, firstSegment))
                .addInputOneHot(TEXT, 0, vocabularySize)
                .addOutputOneHot(TEXT, 1, vocabularySize)
                .build();
    }

    @Override
    public boolean hasNext() {
        return batches.hasNext();
    }

    @Override
    public DataSet next() {
        MultiDataSet batch = batches.next();
        return new DataSet(batch.getFeatures(0), batch.getLabels(0));
    }
}
