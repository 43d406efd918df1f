package charrnn.pipeline;

import java.io.DataInputStream;
import java.net.URI;
import java.util.AbstractList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.SequenceRecord;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataURI;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.records.reader.SequenceRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * One epoch of a {@link StreamPlan} as DataVec sequence records: the segment of stream 0, of stream 1 and so on, then
 * the next segment of stream 0. A time step is the pair [current character, next character] of vocabulary indices.
 */
public final class CharSequenceReader extends BaseRecordReader implements SequenceRecordReader {
    private static final long serialVersionUID = 1L;

    private final transient StreamPlan plan;
    private final transient IntWritable[] symbols;
    private final int epoch;
    private final int firstSegment;
    private int segment;
    private int stream;

    /**
     * @param plan the positions of the segments
     * @param vocabularySize number of symbols
     * @param epoch which pass over the text
     * @param firstSegment the segment to begin with; above 0 when a run is resumed
     */
    public CharSequenceReader(StreamPlan plan, int vocabularySize, int epoch, int firstSegment) {
        this.plan = plan;
        this.epoch = epoch;
        this.firstSegment = firstSegment;
        this.segment = firstSegment;
        symbols = new IntWritable[vocabularySize];
        for (int i = 0; i < vocabularySize; i++) {
            symbols[i] = new IntWritable(i);
        }
    }

    @Override
    public List<List<Writable>> sequenceRecord() {
        if (!hasNext()) {
            throw new NoSuchElementException("epoch " + epoch + " has no segment " + segment);
        }
        List<List<Writable>> record = new SegmentView(plan.start(epoch, segment, stream));
        stream++;
        if (stream == plan.batch()) {
            stream = 0;
            segment++;
        }
        return record;
    }

    @Override
    public boolean hasNext() {
        return segment < plan.segmentsPerEpoch();
    }

    @Override
    public void reset() {
        segment = firstSegment;
        stream = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    /** The time steps of a segment, as a view: a list for each character would take longer than the network. */
    private final class SegmentView extends AbstractList<List<Writable>> {
        private final int[] text;

        SegmentView(long start) {
            text = plan.text().read(start, plan.sequence() + 1);
        }

        @Override
        public List<Writable> get(int time) {
            return List.of(symbols[text[time]], symbols[text[time + 1]]);
        }

        @Override
        public int size() {
            return plan.sequence();
        }
    }

    // The rest of DataVec's interface, which is not used.

    @Override
    public SequenceRecord nextSequence() {
        URI uri = URI.create("epoch/" + epoch + "/segment/" + segment + "/stream/" + stream);
        return new org.datavec.api.records.impl.SequenceRecord(sequenceRecord(), new RecordMetaDataURI(uri));
    }

    @Override
    public List<List<Writable>> sequenceRecord(URI uri, DataInputStream in) {
        throw onlySequences();
    }

    @Override
    public SequenceRecord loadSequenceFromMetaData(RecordMetaData segment) {
        throw onlySequences();
    }

    @Override
    public List<SequenceRecord> loadSequenceFromMetaData(List<RecordMetaData> segments) {
        throw onlySequences();
    }

    @Override
    public List<Writable> next() {
        throw onlySequences();
    }

    @Override
    public Record nextRecord() {
        throw onlySequences();
    }

    @Override
    public List<Writable> record(URI uri, DataInputStream in) {
        throw onlySequences();
    }

    @Override
    public Record loadFromMetaData(RecordMetaData segment) {
        throw onlySequences();
    }

    @Override
    public List<Record> loadFromMetaData(List<RecordMetaData> segments) {
        throw onlySequences();
    }

    private static UnsupportedOperationException onlySequences() {
        return new UnsupportedOperationException("the text is read as sequences, in order");
    }

    @Override
    public void initialize(Configuration conf, InputSplit split) {}

    @Override
    public List<String> getLabels() {
        return List.of();
    }

    @Override
    public void setConf(Configuration conf) {}

    @Override
    public Configuration getConf() {
        return new Configuration();
    }

    @Override
    public void close() {}
}
