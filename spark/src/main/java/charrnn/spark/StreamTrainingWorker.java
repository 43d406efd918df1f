package charrnn.spark;

import charrnn.config.ModelConfig;
import charrnn.config.TrainingConfig;
import charrnn.lstm.NativeLibrary;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.pipeline.BatchIterator;
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

/** Makes the updates of a task with charrnn's LSTM, starting from the network that was broadcast to all workers. */
final class StreamTrainingWorker extends ParameterAveragingTrainingWorker
        implements Function<WorkerTask, ParameterAveragingTrainingResult> {
    private static final long serialVersionUID = 1L;

    private final ModelConfig model;
    private final TrainingConfig training;
    private final TaskResults results;

    /** @param results collects the result of each task */
    StreamTrainingWorker(
            Broadcast<NetBroadcastTuple> network, ModelConfig model, TrainingConfig training, TaskResults results) {
        super(network, true, new WorkerConfiguration(false, 1, 1, 1, 0, false), null, null, null);
        this.model = model;
        this.training = training;
        this.results = results;
    }

    @Override
    public StreamingNetwork getInitialModel() {
        return Networks.resume(super.getInitialModel(), model, training.precision());
    }

    @Override
    public ParameterAveragingTrainingResult call(WorkerTask task) {
        NativeLibrary.choose();
        StreamingNetwork network = getInitialModel();
        network.restoreTrainingState(task.state());
        Updates updates = new Updates(model, training, network);
        BatchIterator batches = new BatchIterator(task);
        List<Learner.Update> made = new ArrayList<>();
        for (double rate : task.rates()) {
            made.add(updates.make(batches.next(), rate, task.seed() + made.size()));
        }
        results.add(new WorkerTask.Result(task.worker(), made, network.trainingState()));
        return getFinalResult(network);
    }
}
