package charrnn.lstm;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Central differences of a loss in double precision. */
final class NumericGradient {
    private static final double STEP = 1e-6;

    private NumericGradient() {}

    /** The gradient that a network has just computed, divided by the batch size as the loss is. */
    static Map<String, INDArray> analytic(MultiLayerNetwork net, int batch) {
        Map<String, INDArray> gradient = new TreeMap<>();
        net.gradient().gradientForVariable().forEach((name, sum) -> gradient.put(name, sum.div(batch)));
        return gradient;
    }

    /** Norm of the difference over norm of the numeric gradient, for the parameter array where it is largest. */
    static double worstRelativeError(MultiLayerNetwork net, Map<String, INDArray> analytic, DoubleSupplier loss) {
        double worst = 0;
        for (Map.Entry<String, INDArray> entry : net.paramTable().entrySet()) {
            INDArray gradient = analytic.get(entry.getKey());
            double difference = 0;
            double norm = 0;
            for (long i = 0; i < gradient.length(); i++) {
                double numeric = slope(entry.getValue(), i, loss);
                difference += Math.pow(numeric - gradient.getDouble(i), 2);
                norm += numeric * numeric;
            }
            worst = Math.max(worst, Math.sqrt(difference / norm));
        }
        return worst;
    }

    /** @param i index in the array's own order: two indices would address a bias, which is a vector, wrongly */
    private static double slope(INDArray parameters, long i, DoubleSupplier loss) {
        double value = parameters.getDouble(i);
        parameters.putScalar(i, value + STEP);
        double above = loss.getAsDouble();
        parameters.putScalar(i, value - STEP);
        double below = loss.getAsDouble();
        parameters.putScalar(i, value);
        return (above - below) / (2 * STEP);
    }
}
