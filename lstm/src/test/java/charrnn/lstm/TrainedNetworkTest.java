package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.lstm.Nets.Segment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** What Deeplearning4j does with a network, after the installation of charrnn's layers, compared with its own layers. */
class TrainedNetworkTest {
    /** Of the distance that training has moved the weights; Adam divides by gradients that may be near zero. */
    private static final double TOLERANCE = 2e-3;

    private static final int INPUTS = 3;

    /** Adam keeps a state, and clipping reads the gradients of a layer. */
    private static MultiLayerNetwork network() {
        return Nets.initialized(new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.FLOAT)
                .updater(new Adam(0.01))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.5)
                .list()
                .layer(Nets.lstm(8))
                .layer(Nets.lstm(6))
                .layer(Nets.output(INPUTS).build())
                .setInputType(InputType.recurrent(INPUTS))
                .build()));
    }

    enum Kind {
        NETWORK,
        GRAPH;

        Model stock() {
            return this == GRAPH ? network().toComputationGraph() : network();
        }

        Model installed() {
            Model model = stock();
            Nets.install(model);
            return model;
        }

        Model load(File file) throws IOException {
            return this == GRAPH ? ComputationGraph.load(file, true) : MultiLayerNetwork.load(file, true);
        }
    }

    /** Ten sequences whose class at a time step is the index of the largest input of the step before. */
    private static DataSet data() {
        Nd4j.getRandom().setSeed(11);
        INDArray features = Nd4j.rand(DataType.FLOAT, 10, INPUTS, 8);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 10, INPUTS, 8);
        INDArray largest = features.argMax(1);
        for (int b = 0; b < 10; b++) {
            for (int t = 0; t < 8; t++) {
                labels.putScalar(b, t == 0 ? 0 : largest.getInt(b, t - 1), t, 1);
            }
        }
        return new DataSet(features, labels);
    }

    /** Batches of 4, 4 and 2 sequences. */
    private static DataSetIterator batches() {
        return new ListDataSetIterator<>(data().asList(), 4);
    }

    private static void assertSimilar(INDArray actual, INDArray expected, INDArray start) {
        assertThat(expected.distance2(start)).isGreaterThan(0.1);
        assertThat(actual.distance2(expected)).isLessThan(TOLERANCE * expected.distance2(start));
    }

    private static void fit(Model model, int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            ((NeuralNetwork) model).fit(batches());
        }
    }

    private static Layer[] layers(Model model) {
        return model instanceof ComputationGraph graph ? graph.getLayers() : ((MultiLayerNetwork) model).getLayers();
    }

    /** The updater exists before the installation, and keeps its state. */
    @ParameterizedTest
    @EnumSource
    void trainingContinuesAfterInstallation(Kind kind) {
        Model stock = kind.stock();
        Model fast = kind.stock();
        INDArray start = stock.params().dup();
        fit(stock, 4);
        fit(fast, 2);
        assertThat(Nets.install(fast).replaced()).hasSize(3);
        assertThat(Nets.install(fast).replaced()).as("again").hasSize(3);
        assertThat(layers(fast)).hasOnlyElementsOfTypes(FastLstm.class, FastOutput.class);
        fit(fast, 2);
        assertSimilar(fast.params(), stock.params(), start);
    }

    @ParameterizedTest
    @EnumSource
    void trainingContinuesFromACheckpoint(Kind kind, @TempDir Path folder) throws IOException {
        File file = folder.resolve("network.zip").toFile();
        Model whole = kind.installed();
        INDArray start = whole.params().dup();
        fit(whole, 2);
        ModelSerializer.writeModel(whole, file, true);
        Model restored = kind.load(file);
        assertThat(layers(restored)).doesNotHaveAnyElementsOfTypes(FastLstm.class, FastOutput.class);
        Nets.install(restored);
        fit(whole, 2);
        fit(restored, 2);
        assertSimilar(restored.params(), whole.params(), start);
    }

    /** Outputs lie between 0 and 1; tanh has an error of 3e-7. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trainedCheckpointOfSymbolsIsPlainDeeplearning4j(boolean coupled, @TempDir Path folder) throws IOException {
        MultiLayerNetwork network = Nets.install(Nets.stock(7, 1, 20, 13), coupled, DataType.FLOAT);
        Nets.train(network, Segment.randoms(5, 7, 8, 50));
        File file = folder.resolve("net.zip").toFile();
        network.save(file);
        MultiLayerNetwork restored = MultiLayerNetwork.load(file, true);
        assertThat(LstmInstaller.isInstalled(restored)).isFalse();
        assertThat(LstmInstaller.isCoupled(restored)).isEqualTo(coupled);
        INDArray features = Segment.random(3, 7, 9, 9).features();
        INDArray expected = restored.output(features);
        assertThat(network.output(features).sub(expected).amaxNumber().doubleValue())
                .isLessThan(1e-5);
        LstmInstaller.install(restored, coupled, DataType.FLOAT);
        assertThat(LstmInstaller.isInstalled(restored)).isTrue();
        assertThat(LstmInstaller.computesCoupledGates(restored)).isEqualTo(coupled);
        assertThat(restored.output(features).distance2(network.output(features)))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void timeStepsContinueTheSequence(Kind kind) {
        INDArray features = data().getFeatures();
        Model fast = kind.installed();
        INDArray[] parts = new INDArray[2];
        for (int part = 0; part < 2; part++) {
            INDArray four =
                    features.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(4 * part, 4 * part + 4));
            parts[part] = fast instanceof ComputationGraph graph
                    ? graph.rnnTimeStep(four)[0]
                    : ((MultiLayerNetwork) fast).rnnTimeStep(four);
        }
        assertThat(Nd4j.concat(2, parts).distance2(network().output(features))).isLessThan(1e-5);
    }

    @Test
    void earlyStoppingReturnsAPlainCopyOfTheBestNetwork() {
        MultiLayerNetwork fast = (MultiLayerNetwork) Kind.NETWORK.installed();
        EarlyStoppingConfiguration<MultiLayerNetwork> configuration = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(4))
                .scoreCalculator(new DataSetLossCalculator(batches(), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        double before = fast.score(data());
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(configuration, fast, batches()).fit();
        double bestScore = result.getScoreVsEpoch().get(result.getBestModelEpoch());
        assertThat(bestScore).isLessThan(before);
        assertThat(LstmInstaller.isInstalled(fast)).isTrue();
        MultiLayerNetwork best = result.getBestModel();
        assertThat(LstmInstaller.isInstalled(best)).isFalse();
        LstmInstaller.install(best);
        assertThat(best.score(data())).isCloseTo(bestScore, within(1e-4));
    }

    @Test
    void transferLearningGivesAPlainNetworkAndFrozenLayersAreLeft() {
        MultiLayerNetwork fast = (MultiLayerNetwork) Kind.NETWORK.installed();
        fast.fit(batches(), 2);
        MultiLayerNetwork transferred = new TransferLearning.Builder(fast)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.01))
                        .build())
                .setFeatureExtractor(0)
                .nOutReplace(2, 2, WeightInit.XAVIER)
                .build();
        assertThat(LstmInstaller.isInstalled(transferred)).isFalse();
        assertThat(LstmInstaller.install(transferred).left())
                .isEqualTo(Map.of("layer0", "a layer of class FrozenLayer"));
        MultiLayerNetwork stock = transferred.clone();
        INDArray frozen = transferred.getLayer(0).params().dup();
        INDArray start = transferred.params().dup();
        DataSet classes = new DataSet(
                data().getFeatures(),
                data().getLabels()
                        .get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2), NDArrayIndex.all())
                        .dup());
        for (int i = 0; i < 5; i++) {
            transferred.fit(classes);
            stock.fit(classes);
        }
        assertThat(transferred.getLayer(0).params()).isEqualTo(frozen);
        assertSimilar(transferred.params(), stock.params(), start);
    }
}
