import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Trains a network in the shape of Deeplearning4j's example of character modelling: two LSTM layers of 200 units, sequences of
 * 1,000 characters in batches of 32, truncated BPTT over 50 characters, RMSprop. {@code run.sh} runs it.
 *
 * <p>Arguments: {@code stock|charrnn EPOCHS SECONDS TEXT-FILE RATE}. Each 17th sequence is held out; the loss is in bits per
 * character.
 */
public final class CharacterModelling {
    private static final int BATCH = 32;
    private static final int LENGTH = 1000;
    private static final int UNITS = 200;
    private static final int SEGMENT = 50;

    private CharacterModelling() {}

    public static void main(String[] args) throws Exception {
        Comparison comparison = Comparison.of(args[0], args[1], args[2]);
        String text = Files.readString(Path.of(args[3]));
        String symbols = text.chars()
                .distinct()
                .sorted()
                .collect(StringBuilder::new, (s, c) -> s.append((char) c), (a, b) -> {})
                .toString();
        List<Integer> training = new ArrayList<>(); // where sequences begin
        List<Integer> heldOut = new ArrayList<>();
        for (int start = 0; start + LENGTH < text.length(); start += LENGTH) {
            (start / LENGTH % 17 == 16 ? heldOut : training).add(start);
        }
        Collections.shuffle(training, new Random(1));
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < training.size(); i += BATCH) {
            batches.add(batch(text, symbols, training.subList(i, Math.min(i + BATCH, training.size()))));
        }
        DataSet test = batch(text, symbols, heldOut);
        System.out.printf("%d sequences, %d held out, %d symbols%n", training.size(), heldOut.size(), symbols.length());
        comparison.run(
                network(symbols.length(), Double.parseDouble(args[4])),
                new ExistingDataSetIterator(batches),
                network -> bits(network.output(test.getFeatures()), test.getLabels()));
    }

    private static MultiLayerNetwork network(int symbols, double rate) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .l2(0.0001)
                .weightInit(WeightInit.XAVIER)
                .updater(new RmsProp(rate))
                .list()
                .layer(new LSTM.Builder()
                        .nIn(symbols)
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .build())
                .layer(new LSTM.Builder()
                        .nIn(UNITS)
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(UNITS)
                        .nOut(symbols)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(SEGMENT)
                .build());
        network.init();
        return network;
    }

    /** One-hot characters and those that follow them, each [sequences, symbols, time]. */
    private static DataSet batch(String text, String symbols, List<Integer> starts) {
        INDArray inputs = Nd4j.zeros(starts.size(), symbols.length(), LENGTH);
        INDArray labels = Nd4j.zeros(starts.size(), symbols.length(), LENGTH);
        for (int i = 0; i < starts.size(); i++) {
            for (int t = 0; t < LENGTH; t++) {
                inputs.putScalar(i, symbols.indexOf(text.charAt(starts.get(i) + t)), t, 1);
                labels.putScalar(i, symbols.indexOf(text.charAt(starts.get(i) + t + 1)), t, 1);
            }
        }
        return new DataSet(inputs, labels);
    }

    /** The mean of -log2 of the probabilities of the characters that follow. */
    private static double bits(INDArray probabilities, INDArray labels) {
        double nats = -Transforms.log(probabilities).mul(labels).sumNumber().doubleValue();
        return nats / labels.size(0) / LENGTH / Math.log(2);
    }
}
