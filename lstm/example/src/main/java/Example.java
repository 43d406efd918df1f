import charrnn.lstm.LstmInstaller;
import charrnn.lstm.NativeLibrary;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trains a small LSTM to tell which of two inputs was the larger one a step ago. */
public final class Example {
    private Example() {}

    public static void main(String[] args) {
        NativeLibrary.choose();
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .list()
                .layer(new LSTM.Builder().nOut(32).activation(Activation.TANH).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(2))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        System.out.println(LstmInstaller.install(network));
        System.out.println(NativeLibrary.describe());

        INDArray inputs = Nd4j.rand(64, 2, 20);
        INDArray labels = Nd4j.zeros(64, 2, 20);
        for (int sequence = 0; sequence < 64; sequence++) {
            for (int t = 0; t < 20; t++) {
                boolean first = t == 0 || inputs.getDouble(sequence, 0, t - 1) > inputs.getDouble(sequence, 1, t - 1);
                labels.putScalar(sequence, first ? 0 : 1, t, 1);
            }
        }
        for (int update = 0; update <= 200; update++) {
            network.fit(inputs, labels);
            if (update % 50 == 0) {
                System.out.printf("update %d: loss %.3f a step%n", update, network.score() / 20);
            }
        }
    }
}
