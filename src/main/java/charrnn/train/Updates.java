package charrnn.train;

import charrnn.config.ModelConfig;
import charrnn.config.TrainingConfig;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Makes the updates of one network: learning rate, dropout, state resets, weight decay, gradient and its clipping. */
public record Updates(ModelConfig model, TrainingConfig training, StreamingNetwork network) {
    private static final double LN2 = Math.log(2);

    /**
     * Updates the network on a batch.
     *
     * @param batch features, [streams, inputs, sequenceLength], and labels, [streams, vocabulary, sequenceLength]
     * @param seed seed of the dropout masks and state resets; each update has its own, so that a resumed run draws the
     *     same masks and streams
     */
    public Learner.Update make(DataSet batch, double rate, long seed) {
        network.setLearningRate(rate);
        if (model.dropout() > 0) {
            Nd4j.getRandom().setSeed(Networks.nativeSeed(seed));
        }
        if (training.resetShare() > 0) {
            network.resetStreams(training.resetShare(), seed);
        }
        if (training.weightDecay() > 0) { // decoupled: Loshchilov and Hutter 2019, arXiv 1711.05101
            network.params().muli(1 - rate * training.weightDecay());
        }
        double norm = network.update(batch, training.gradientNorm());
        return new Learner.Update(network.score() / (training.sequenceLength() * LN2), norm);
    }
}
