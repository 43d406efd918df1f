import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Trains a network in the shape of Deeplearning4j's example of sequence classification: an LSTM layer tells six kinds of
 * control charts apart at their last time step; a mask hides the other steps from the loss. {@code run.sh} runs it.
 *
 * <p>The charts are drawn by the formulas of the UCI data set "Synthetic Control Chart Time Series" (Alcock and
 * Manolopoulos 1999): 450 to train, 150 held out.
 *
 * <p>Arguments: {@code stock|charrnn EPOCHS SECONDS [UNITS]}. The loss is the cross-entropy in nats.
 */
public final class SequenceClassification {
    private static final int CLASSES = 6;
    private static final int CHARTS = 600;
    private static final int TRAINING = 450;
    private static final int BATCH = 10;
    private static final int LENGTH = 60;

    /** @param values at each time step */
    private record Chart(double[] values, int kind) {}

    private SequenceClassification() {}

    public static void main(String[] args) {
        Comparison comparison = Comparison.of(args[0], args[1], args[2]);
        int units = args.length > 3 ? Integer.parseInt(args[3]) : 10;
        Random random = new Random(1);
        List<Chart> charts = new ArrayList<>();
        for (int i = 0; i < CHARTS; i++) {
            charts.add(new Chart(chart(i % CLASSES, random), i % CLASSES));
        }
        Collections.shuffle(charts, random);
        DataSet all = dataSet(charts.subList(0, TRAINING));
        Number mean = all.getFeatures().meanNumber();
        Number deviation = all.getFeatures().stdNumber();
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < TRAINING; i += BATCH) {
            batches.add(standardize(dataSet(charts.subList(i, i + BATCH)), mean, deviation));
        }
        DataSet heldOut = standardize(dataSet(charts.subList(TRAINING, CHARTS)), mean, deviation);
        comparison.run(network(units), new ExistingDataSetIterator(batches), network -> network.score(heldOut));
    }

    /** The formulas of the data set, with its ranges. */
    private static double[] chart(int kind, Random random) {
        double amplitude = random.nextDouble(10, 15);
        double period = random.nextDouble(10, 15);
        double gradient = random.nextDouble(0.2, 0.5);
        double shift = random.nextDouble(7.5, 20);
        double moment = random.nextDouble(LENGTH / 3.0, LENGTH * 2 / 3.0);
        double[] values = new double[LENGTH];
        for (int t = 0; t < LENGTH; t++) {
            double normal = 30 + 2 * random.nextDouble(-3, 3);
            values[t] = normal
                    + switch (kind) {
                        case 0 -> 0;
                        case 1 -> amplitude * Math.sin(2 * Math.PI * t / period);
                        case 2 -> gradient * t;
                        case 3 -> -gradient * t;
                        case 4 -> t < moment ? 0 : shift;
                        default -> t < moment ? 0 : -shift;
                    };
        }
        return values;
    }

    /** Inputs [charts, 1, time], labels [charts, classes, time] and a mask of the labels, 1 at the last time step. */
    private static DataSet dataSet(List<Chart> charts) {
        INDArray inputs = Nd4j.zeros(charts.size(), 1, LENGTH);
        INDArray labels = Nd4j.zeros(charts.size(), CLASSES, LENGTH);
        INDArray mask = Nd4j.zeros(charts.size(), LENGTH);
        for (int i = 0; i < charts.size(); i++) {
            for (int t = 0; t < LENGTH; t++) {
                inputs.putScalar(i, 0, t, charts.get(i).values()[t]);
            }
            labels.putScalar(i, charts.get(i).kind(), LENGTH - 1, 1);
            mask.putScalar(i, LENGTH - 1, 1);
        }
        return new DataSet(inputs, labels, null, mask);
    }

    private static DataSet standardize(DataSet charts, Number mean, Number deviation) {
        charts.getFeatures().subi(mean).divi(deviation);
        return charts;
    }

    private static MultiLayerNetwork network(int units) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.XAVIER)
                .updater(new Nesterovs(0.005))
                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(0.5)
                .list()
                .layer(new LSTM.Builder()
                        .nIn(1)
                        .nOut(units)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(units)
                        .nOut(CLASSES)
                        .build())
                .build());
        network.init();
        return network;
    }
}
