package charrnn.train;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns the gradient that Deeplearning4j computed, a sum over time and batch, into that of the mean loss per character
 * before the updater sees it, and limits its global norm: Pascanu, Mikolov and Bengio 2013. So clipping and learning
 * rates mean the same for every sequence length. Deeplearning4j divides by the batch size itself, later.
 */
final class GradientScale extends BaseTrainingListener {
    private static final long serialVersionUID = 1L;

    private final int batch;
    private final int sequence;
    private final double maxNorm;
    private double norm;

    /** @param maxNorm largest global norm, in nats per character; 0 does not clip */
    GradientScale(int batch, int sequence, double maxNorm) {
        this.batch = batch;
        this.sequence = sequence;
        this.maxNorm = maxNorm;
    }

    @Override
    public void onGradientCalculation(Model model) {
        INDArray gradient = ((MultiLayerNetwork) model).getFlattenedGradients();
        norm = gradient.norm2Number().doubleValue() / batch / sequence;
        double clip = maxNorm > 0 && norm > maxNorm ? maxNorm / norm : 1;
        gradient.muli(clip / sequence);
    }

    /** Global norm of the last gradient, before clipping, nats per character. */
    double norm() {
        return norm;
    }
}
