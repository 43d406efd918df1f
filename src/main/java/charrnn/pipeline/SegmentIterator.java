package charrnn.pipeline;

import charrnn.corpus.InputEncoding;
import java.util.Iterator;
import org.deeplearning4j.datasets.datavec.RecordReaderMultiDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link Segments} as one-hot features, [batch, inputs, time], and labels, [batch, vocabulary, time], in 'f' order.
 * The one-hot vectors of an {@link InputEncoding} stand side by side.
 */
public final class SegmentIterator implements Iterator<DataSet> {
    private static final String TEXT = "text";

    private final RecordReaderMultiDataSetIterator batches;

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
        return batches.hasNext();
    }

    @Override
    public DataSet next() {
        MultiDataSet batch = batches.next();
        boolean one = batch.numFeatureArrays() == 1;
        return new DataSet(one ? batch.getFeatures(0) : Nd4j.concat(1, batch.getFeatures()), batch.getLabels(0));
    }
}
