package charrnn.spark;

import charrnn.config.ModelConfig;
import charrnn.config.TrainingConfig;
import charrnn.lstm.NativeLibrary;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.pipeline.SegmentIterator;
import charrnn.train.Learner;
import charrnn.train.Updates;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;

/** Makes the updates of a shift: from the network that all workers were sent, with charrnn's LSTM in it. */
final class StreamWorker extends ParameterAveragingTrainingWorker
        implements Function<Shift, ParameterAveragingTrainingResult> {
    private static final long serialVersionUID = 1L;

    private final ModelConfig model;
    private final TrainingConfig training;
    private final int vocabularySize;
    private final ShiftEnds ends;

    /** @param ends takes the end of each shift */
    StreamWorker(
            Broadcast<NetBroadcastTuple> network,
            ModelConfig model,
            TrainingConfig training,
            int vocabularySize,
            ShiftEnds ends) {
        super(network, true, new WorkerConfiguration(false, 1, 1, 1, 0, false), null, null, null);
        this.model = model;
        this.training = training;
        this.vocabularySize = vocabularySize;
        this.ends = ends;
    }

    @Override
    public StreamingNetwork getInitialModel() {
        return Networks.resume(super.getInitialModel(), model.engine(), training.precision());
    }

    @Override
    public ParameterAveragingTrainingResult call(Shift shift) {
        NativeLibrary.choose();
        StreamingNetwork network = getInitialModel();
        network.restoreTrainingState(shift.state());
        Updates updates = new Updates(model, training, network, shift.streams());
        SegmentIterator segments = new SegmentIterator(shift.plan(training.sequenceLength()), vocabularySize, 0, 0);
        List<Learner.Update> made = new ArrayList<>();
        for (double rate : shift.rates()) {
            made.add(updates.make(segments.next(), rate, shift.seed() + made.size()));
        }
        ends.add(new Shift.End(shift.worker(), made, network.trainingState()));
        return getFinalResult(network);
    }
}
