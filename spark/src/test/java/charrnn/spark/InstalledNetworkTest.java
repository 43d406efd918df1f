package charrnn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.LstmInstaller;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Trains a network with installed layers by Deeplearning4j's own training master, in this process. */
class InstalledNetworkTest {
    private static final int INPUTS = 3;
    private static final int CLASSES = 2;
    private static final int TIME = 8;
    private static final int BATCH = 8;
    private static final int BATCHES = 8;
    private static final int WORKERS = 2;

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = ClusterLearnerTest.context();
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.02))
                .list()
                .layer(new LSTM.Builder()
                        .nIn(INPUTS)
                        .nOut(6)
                        .activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(6)
                        .nOut(CLASSES)
                        .build())
                .build());
        network.init();
        return network;
    }

    /** The class says whether the first input is positive. */
    private static List<DataSet> batches() {
        Random random = new Random(2);
        List<DataSet> batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            INDArray inputs = Nd4j.create(
                    random.doubles(BATCH * INPUTS * TIME, -1, 1).toArray(), new long[] {BATCH, INPUTS, TIME}, 'c');
            INDArray labels = Nd4j.zeros(BATCH, CLASSES, TIME);
            for (int b = 0; b < BATCH; b++) {
                for (int t = 0; t < TIME; t++) {
                    labels.putScalar(b, inputs.getDouble(b, 0, t) > 0 ? 1 : 0, t, 1);
                }
            }
            batches.add(new DataSet(inputs.castTo(labels.dataType()), labels));
        }
        return batches;
    }

    private static void train(MultiLayerNetwork network) {
        SparkDl4jMultiLayer cluster = new SparkDl4jMultiLayer(
                spark,
                network,
                new ParameterAveragingTrainingMaster.Builder(WORKERS, BATCH)
                        .batchSizePerWorker(BATCH)
                        .averagingFrequency(BATCHES / WORKERS) // all batches at once: parts would be drawn at random
                        .repartionData(Repartition.Never)
                        .build());
        JavaRDD<DataSet> data = spark.parallelize(batches(), WORKERS);
        for (int epoch = 0; epoch < 20; epoch++) {
            cluster.fit(data);
        }
        assertThat(cluster.<Evaluation>evaluate(data).accuracy()).isGreaterThan(0.8);
    }

    @Test
    void trainsAsStockDoesAndTheLayersStayInstalled() {
        MultiLayerNetwork stock = network();
        train(stock);
        MultiLayerNetwork installed = network();
        LstmInstaller.install(installed);
        INDArray before = installed.params().dup();
        train(installed);
        assertThat(LstmInstaller.isInstalled(installed)).isTrue();
        double step = installed.params().distance2(before);
        assertThat(installed.params().distance2(stock.params())).isLessThan(1e-4 * step);
    }
}
