package charrnn.train;

import charrnn.config.ModelConfig;
import charrnn.config.TrainingConfig;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Makes the updates of one network: learning rate, dropout, state resets, weight decay, gradient and its clipping. */
public final class Updates {
    private static final double LN2 = Math.log(2);

    private final ModelConfig model;
    private final TrainingConfig training;
    private final StreamingNetwork network;
    private final int streams;
    /** Global norm of the last gradient, before clipping, nats per character. */
    private double norm;

    /** @param streams number of streams in a batch */
    public Updates(ModelConfig model, TrainingConfig training, StreamingNetwork network, int streams) {
        this.model = model;
        this.training = training;
        this.network = network;
        this.streams = streams;
        network.setListeners(new GradientScale());
    }

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
        network.fit(batch);
        return new Learner.Update(network.score() / (training.sequenceLength() * LN2), norm);
    }

    /**
     * Divides Deeplearning4j's gradient, a sum over time and batch, by the sequence length and clips its global norm
     * (Pascanu, Mikolov and Bengio 2013), before the optimizer reads it. Learning rates and norms thus do not depend on the
     * sequence length. Deeplearning4j divides by the batch size later.
     */
    private final class GradientScale extends BaseTrainingListener {
        private static final long serialVersionUID = 1L;

        @Override
        public void onGradientCalculation(Model model) {
            INDArray gradient = ((MultiLayerNetwork) model).getFlattenedGradients();
            int sequence = training.sequenceLength();
            double max = training.gradientNorm();
            norm = gradient.norm2Number().doubleValue() / streams / sequence;
            double clip = max > 0 && norm > max ? max / norm : 1;
            gradient.muli(clip / sequence);
        }
    }
}
