package charrnn.train;

import charrnn.config.ModelConfig;
import charrnn.config.TrainingConfig;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Updates of one network: what happens to a segment, wherever it is learned. */
public final class Updates {
    private static final double LN2 = Math.log(2);

    private final ModelConfig model;
    private final TrainingConfig training;
    private final StreamingNetwork network;
    private final GradientScale gradients;

    /** @param streams rows of the segments */
    public Updates(ModelConfig model, TrainingConfig training, StreamingNetwork network, int streams) {
        this.model = model;
        this.training = training;
        this.network = network;
        gradients = new GradientScale(streams, training.sequenceLength(), training.gradientNorm());
        network.setListeners(gradients);
    }

    /**
     * Updates the network on a segment.
     *
     * @param segment features and labels, [streams, vocabulary, sequenceLength] each
     * @param seed of the dropout masks, one for each update, so that a resumed run draws the same
     */
    public Learner.Update make(DataSet segment, double rate, long seed) {
        network.setLearningRate(rate);
        if (model.dropout() > 0) {
            Nd4j.getRandom().setSeed(Networks.nativeSeed(seed));
        }
        network.decayWeights(rate * training.weightDecay());
        network.fit(segment);
        return new Learner.Update(network.score() / (training.sequenceLength() * LN2), gradients.norm());
    }
}
