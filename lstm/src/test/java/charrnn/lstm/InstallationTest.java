package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.LstmInstaller.Installation;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Compares networks of any inputs, outputs and masks, after the installation of charrnn's layers in float32, with
 * Deeplearning4j's own in double precision, whose gradients are compared with central differences of the loss.
 */
class InstallationTest {
    /** Relative to a parameter's gradient; see {@link TextbookAgreementTest} for the errors that add up to it. */
    private static final double TOLERANCE = 1e-5;

    private static final int BATCH = 4;
    private static final int INPUTS = 5;
    private static final int CLASSES = 3;
    private static final int TIME = 6;

    private static NeuralNetConfiguration.Builder builder(DataType type) {
        return new NeuralNetConfiguration.Builder().seed(3).dataType(type).updater(new Sgd(1));
    }

    private static LSTM lstm(int units) {
        return new LSTM.Builder().nOut(units).activation(Activation.TANH).build();
    }

    private static RnnOutputLayer.Builder output() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES);
    }

    private static OutputLayer classifier() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build();
    }

    private static Arguments network(
            String name, int replaced, Function<ListBuilder, ListBuilder> layers, DataSet data) {
        Function<DataType, MultiLayerConfiguration> configuration =
                type -> layers.apply(builder(type).list())
                        .setInputType(InputType.recurrent(INPUTS))
                        .build();
        return Arguments.of(Named.of(name, configuration), replaced, Named.of("data", data));
    }

    private static Stream<Arguments> networks() {
        DataSet values = new DataSet(values(BATCH), oneHot(CLASSES, 1));
        DataSet symbols = new DataSet(oneHot(INPUTS, 2), oneHot(CLASSES, 3));
        INDArray pairs = Nd4j.concat(1, oneHot(BATCH, 2, TIME, 5), oneHot(BATCH, INPUTS - 2, TIME, 6));
        DataSet twoSymbols = new DataSet(pairs, oneHot(CLASSES, 3));
        INDArray wholeLabels = oneHot(CLASSES, 1).get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0));
        DataSet whole = new DataSet(values(BATCH), wholeLabels.dup());
        DataSet soft = new DataSet(values(BATCH), oneHot(CLASSES, 1).mul(0.7).addi(0.1));
        Function<ListBuilder, ListBuilder> two =
                list -> list.layer(lstm(7)).layer(lstm(4)).layer(output().build());
        return Stream.of(
                network("values", 3, two, values),
                network("one-hot vectors", 3, two, symbols),
                network("two one-hot vectors side by side", 3, two, twoSymbols),
                network("one stream", 3, two, new DataSet(values(1), oneHot(1, CLASSES, TIME, 1))),
                network("labels that are not one-hot", 3, two, soft),
                network("ends of different length", 3, two, masked(values, false)),
                network("beginnings of different length", 3, two, masked(values, true)),
                network(
                        "regression",
                        1,
                        list -> list.layer(lstm(7))
                                .layer(output().activation(Activation.IDENTITY)
                                        .lossFunction(LossFunction.MSE)
                                        .build()),
                        soft),
                network(
                        "dense layers around",
                        2,
                        list -> list.layer(new DenseLayer.Builder()
                                        .nOut(6)
                                        .activation(Activation.TANH)
                                        .build())
                                .layer(lstm(4))
                                .layer(new DenseLayer.Builder()
                                        .nOut(6)
                                        .activation(Activation.TANH)
                                        .build())
                                .layer(output().build()),
                        values),
                network(
                        "weight decay",
                        2,
                        list -> list.layer(new LSTM.Builder()
                                        .nOut(4)
                                        .activation(Activation.TANH)
                                        .l2(0.1)
                                        .build())
                                .layer(output().l2(0.2).build()),
                        values),
                network(
                        "last time step",
                        1,
                        list -> list.layer(lstm(4))
                                .layer(new LastTimeStep(lstm(4)))
                                .layer(classifier()),
                        whole),
                network(
                        "mean over the time",
                        1,
                        list -> list.layer(lstm(4))
                                .layer(new GlobalPoolingLayer.Builder().build())
                                .layer(classifier()),
                        new DataSet(values(BATCH), wholeLabels.dup(), mask(false), null)),
                network(
                        "both directions",
                        2,
                        list -> list.layer(new Bidirectional(lstm(3)))
                                .layer(lstm(4))
                                .layer(output().build()),
                        masked(values, false)),
                network(
                        "Graves LSTM",
                        2,
                        list -> list.layer(new GravesLSTM.Builder()
                                        .nOut(3)
                                        .activation(Activation.TANH)
                                        .build())
                                .layer(lstm(4))
                                .layer(output().build()),
                        values));
    }

    private static INDArray values(int batch) {
        Random random = new Random(8);
        double[] values = random.doubles((long) batch * INPUTS * TIME, -1, 1).toArray();
        return Nd4j.create(values, new long[] {batch, INPUTS, TIME}, 'c');
    }

    private static INDArray oneHot(int size, long seed) {
        return oneHot(BATCH, size, TIME, seed);
    }

    private static INDArray oneHot(int batch, int size, int time, long seed) {
        Random random = new Random(seed);
        INDArray array = Nd4j.zeros(DataType.DOUBLE, batch, size, time);
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < time; t++) {
                array.putScalar(b, random.nextInt(size), t, 1);
            }
        }
        return array;
    }

    /** Zeros for the last steps of each sequence, or the first, [batch, time]: 0, 1, 2, … of them. */
    private static INDArray mask(boolean beginning) {
        INDArray mask = Nd4j.ones(DataType.DOUBLE, BATCH, TIME);
        for (int b = 0; b < BATCH; b++) {
            for (int t = 0; t < b; t++) {
                mask.putScalar(b, beginning ? t : TIME - 1 - t, 0);
            }
        }
        return mask;
    }

    private static DataSet masked(DataSet data, boolean beginning) {
        return new DataSet(data.getFeatures(), data.getLabels(), mask(beginning), mask(beginning));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void lossGradientAndOutputAreThoseOfDoublePrecision(
            Function<DataType, MultiLayerConfiguration> configuration, int replaced, DataSet data) {
        MultiLayerNetwork stock = new MultiLayerNetwork(configuration.apply(DataType.DOUBLE));
        stock.init();
        MultiLayerNetwork fast = new MultiLayerNetwork(configuration.apply(DataType.FLOAT));
        fast.init(stock.params().castTo(DataType.FLOAT), true);
        stock.setParams(fast.params().castTo(DataType.DOUBLE)); // rounded
        Installation installation = LstmInstaller.install(fast);
        assertThat(installation.replaced()).as(installation.toString()).hasSize(replaced);
        assertThat(installation.left()).hasSize(fast.getnLayers() - replaced).doesNotContainKey(null);

        assertThat(inDoublePrecision(() -> GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                        .net(stock)
                        .input(data.getFeatures())
                        .labels(data.getLabels())
                        .inputMask(data.getFeaturesMaskArray())
                        .labelMask(data.getLabelsMaskArray())
                        .epsilon(1e-6)
                        .maxRelError(1e-4)
                        .minAbsoluteError(1e-7)
                        .subset(true)
                        .maxPerParam(3))))
                .as("Deeplearning4j's gradient")
                .isTrue();
        assertThat(Errors.relative(loss(fast, data), loss(stock, data))).isLessThan(TOLERANCE);
        assertSimilar(fast.gradient(), stock.gradient());
        INDArray expected =
                stock.output(data.getFeatures(), false, data.getFeaturesMaskArray(), data.getLabelsMaskArray());
        INDArray actual = fast.output(
                data.getFeatures().castTo(DataType.FLOAT),
                false,
                data.getFeaturesMaskArray(),
                data.getLabelsMaskArray());
        assertThat(relative(actual, expected)).isLessThan(TOLERANCE);
        assertThat(Errors.relative(fast.score(data), stock.score(data))).isLessThan(TOLERANCE);
    }

    /** Calls Deeplearning4j's check, which requires the global type of its network. */
    private static boolean inDoublePrecision(BooleanSupplier check) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            return check.getAsBoolean();
        } finally {
            Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        }
    }

    private static double loss(MultiLayerNetwork network, DataSet data) {
        network.setInput(data.getFeatures());
        network.setLabels(data.getLabels());
        network.setLayerMaskArrays(data.getFeaturesMaskArray(), data.getLabelsMaskArray());
        network.computeGradientAndScore();
        network.clearLayerMaskArrays();
        return network.score();
    }

    private static void assertSimilar(Gradient actual, Gradient expected) {
        assertThat(actual.gradientForVariable()).hasSameSizeAs(expected.gradientForVariable());
        expected.gradientForVariable()
                .forEach((name, gradient) -> assertThat(relative(actual.getGradientFor(name), gradient))
                        .as(name)
                        .isLessThan(TOLERANCE));
    }

    private static double relative(INDArray actual, INDArray expected) {
        assertThat(expected.norm2Number().doubleValue()).isPositive();
        return actual.castTo(DataType.DOUBLE).sub(expected).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }

    private static Arguments graph(
            String name, int replaced, Function<GraphBuilder, GraphBuilder> vertices, MultiDataSet data) {
        Function<DataType, ComputationGraphConfiguration> configuration =
                type -> vertices.apply(builder(type).graphBuilder()).build();
        return Arguments.of(Named.of(name, configuration), replaced, Named.of("data", data));
    }

    /** Two LSTMs; the second also reads the input, and the output both of them. */
    private static GraphBuilder skipping(GraphBuilder builder) {
        return builder.addInputs("in")
                .setInputTypes(InputType.recurrent(INPUTS))
                .addLayer("first", lstm(3), "in")
                .addLayer("second", lstm(2), "first", "in")
                .addLayer("out", output().build(), "first", "second")
                .setOutputs("out");
    }

    private static Stream<Arguments> graphs() {
        INDArray values = values(BATCH);
        INDArray labels = oneHot(CLASSES, 4);
        return Stream.of(
                graph("skip connections", 3, InstallationTest::skipping, new MultiDataSet(values, labels)),
                graph(
                        "skip connections of one-hot vectors",
                        3,
                        InstallationTest::skipping,
                        new MultiDataSet(oneHot(INPUTS, 5), labels)),
                graph(
                        "skip connections with masks",
                        3,
                        InstallationTest::skipping,
                        new MultiDataSet(
                                new INDArray[] {values},
                                new INDArray[] {labels},
                                new INDArray[] {mask(true)},
                                new INDArray[] {mask(true)})),
                graph(
                        "two inputs, a residual and two outputs",
                        5,
                        builder -> builder.addInputs("a", "b")
                                .setInputTypes(InputType.recurrent(INPUTS), InputType.recurrent(INPUTS))
                                .addLayer("ofA", lstm(2), "a")
                                .addLayer("ofB", lstm(2), "b")
                                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "ofA", "ofB")
                                .addLayer("upper", lstm(2), "sum")
                                .addVertex("residual", new ElementWiseVertex(ElementWiseVertex.Op.Add), "sum", "upper")
                                .addVertex("merged", new MergeVertex(), "residual", "b")
                                .addLayer("classes", output().build(), "residual")
                                .addLayer("others", output().build(), "merged")
                                .setOutputs("classes", "others"),
                        new MultiDataSet(
                                new INDArray[] {values, oneHot(INPUTS, 6)},
                                new INDArray[] {labels, oneHot(CLASSES, 7)})));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void graphsHaveLossGradientAndOutputOfDoublePrecision(
            Function<DataType, ComputationGraphConfiguration> configuration, int replaced, MultiDataSet data) {
        ComputationGraph stock = new ComputationGraph(configuration.apply(DataType.DOUBLE));
        stock.init();
        ComputationGraph fast = new ComputationGraph(configuration.apply(DataType.FLOAT));
        fast.init(stock.params().castTo(DataType.FLOAT), true);
        stock.setParams(fast.params().castTo(DataType.DOUBLE));
        Installation installation = LstmInstaller.install(fast);
        assertThat(installation.replaced()).as(installation.toString()).hasSize(replaced);

        assertThat(inDoublePrecision(() -> GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                        .net(stock)
                        .inputs(data.getFeatures())
                        .labels(data.getLabels())
                        .inputMask(data.getFeaturesMaskArrays())
                        .labelMask(data.getLabelsMaskArrays())
                        .epsilon(1e-6)
                        .maxRelError(1e-4)
                        .minAbsoluteError(1e-7))))
                .as("Deeplearning4j's gradient")
                .isTrue();
        assertThat(Errors.relative(loss(fast, data), loss(stock, data))).isLessThan(TOLERANCE);
        assertSimilar(fast.gradient(), stock.gradient());
        INDArray[] outputs =
                stock.output(false, data.getFeatures(), data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
        INDArray[] actual =
                fast.output(false, data.getFeatures(), data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
        for (int i = 0; i < outputs.length; i++) {
            assertThat(relative(actual[i], outputs[i])).isLessThan(TOLERANCE);
        }
        assertThat(Errors.relative(fast.score(data), stock.score(data))).isLessThan(TOLERANCE);
    }

    private static double loss(ComputationGraph network, MultiDataSet data) {
        network.setInputs(data.getFeatures());
        network.setLabels(data.getLabels());
        network.setLayerMaskArrays(data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
        network.computeGradientAndScore();
        network.clearLayerMaskArrays();
        return network.score();
    }

    /** Deeplearning4j's own LSTM, corrected: it differentiates from the carried state. */
    private static final class CorrectedLstm extends org.deeplearning4j.nn.layers.recurrent.LSTM {
        private static final long serialVersionUID = 1L;

        CorrectedLstm(Layer stock) {
            super(stock.conf(), DataType.DOUBLE);
            setIndex(stock.getIndex());
            setParamsViewArray(stock.params());
            setParamTable(stock.paramTable());
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            return tbpttBackpropGradient(epsilon, Integer.MAX_VALUE, workspaces);
        }
    }

    private static boolean isLstm(Layer layer) {
        return layer.getClass() == org.deeplearning4j.nn.layers.recurrent.LSTM.class;
    }

    /** A sequence of three segments: the last two begin with the state of those before. */
    @Test
    void truncatedBackpropagationOfAGraphIsThatOfACorrectedOne() {
        Function<DataType, ComputationGraphConfiguration> configuration =
                type -> skipping(builder(type).graphBuilder())
                        .backpropType(BackpropType.TruncatedBPTT)
                        .tBPTTLength(2)
                        .build();
        ComputationGraph corrected = new ComputationGraph(configuration.apply(DataType.DOUBLE));
        corrected.init();
        ComputationGraph fast = new ComputationGraph(configuration.apply(DataType.FLOAT));
        fast.init(corrected.params().castTo(DataType.FLOAT), true);
        corrected.setParams(fast.params().castTo(DataType.DOUBLE));
        ComputationGraph stock = corrected.clone();
        INDArray start = corrected.params().dup();
        Arrays.stream(corrected.getVertices())
                .filter(vertex -> vertex instanceof LayerVertex && isLstm(vertex.getLayer()))
                .forEach(vertex -> {
                    Layer layer = new CorrectedLstm(vertex.getLayer());
                    Layer[] layers = corrected.getLayers();
                    Arrays.setAll(layers, i -> layers[i] == vertex.getLayer() ? layer : layers[i]);
                    ((LayerVertex) vertex).setLayer(layer);
                });
        corrected.initGradientsView();
        LstmInstaller.install(fast);
        DataSet data = new DataSet(values(BATCH), oneHot(CLASSES, 4));
        corrected.fit(data);
        stock.fit(data);
        fast.fit(data);
        INDArray step = corrected.params().sub(start);
        assertThat(relative(fast.params().castTo(DataType.DOUBLE).sub(start), step))
                .isLessThan(TOLERANCE);
        assertThat(relative(stock.params().sub(start), step)).as("stock").isGreaterThan(0.01);
    }

    @Test
    void truncatedBackpropagationOfValuesWithMasksIsThatOfACorrectedNetwork() {
        Function<DataType, MultiLayerConfiguration> configuration = type -> builder(type)
                .list()
                .layer(lstm(6))
                .layer(lstm(4))
                .layer(output().build())
                .setInputType(InputType.recurrent(INPUTS))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(2)
                .build();
        MultiLayerNetwork corrected = new MultiLayerNetwork(configuration.apply(DataType.DOUBLE));
        corrected.init();
        MultiLayerNetwork fast = new MultiLayerNetwork(configuration.apply(DataType.FLOAT));
        fast.init(corrected.params().castTo(DataType.FLOAT), true);
        corrected.setParams(fast.params().castTo(DataType.DOUBLE));
        INDArray start = corrected.params().dup();
        Layer[] layers = corrected.getLayers();
        Arrays.setAll(layers, i -> isLstm(layers[i]) ? new CorrectedLstm(layers[i]) : layers[i]);
        corrected.initGradientsView();
        LstmInstaller.install(fast);
        DataSet data = masked(new DataSet(values(BATCH), oneHot(CLASSES, 4)), false);
        corrected.fit(data);
        fast.fit(data);
        assertThat(relative(
                        fast.params().castTo(DataType.DOUBLE).sub(start),
                        corrected.params().sub(start)))
                .isLessThan(TOLERANCE);
    }

    @Test
    void layersThatCannotBeComputedAreLeftWithAReason() {
        MultiLayerNetwork network = new MultiLayerNetwork(builder(DataType.FLOAT)
                .list()
                .layer(new LSTM.Builder()
                        .name("hard")
                        .nOut(3)
                        .activation(Activation.TANH)
                        .gateActivationFunction(Activation.HARDSIGMOID)
                        .build())
                .layer(new LSTM.Builder()
                        .name("noisy")
                        .nOut(3)
                        .activation(Activation.TANH)
                        .weightNoise(new DropConnect(0.5))
                        .build())
                .layer(new LSTM.Builder()
                        .name("gaussian")
                        .nOut(3)
                        .activation(Activation.TANH)
                        .dropOut(new GaussianDropout(0.5))
                        .build())
                .layer(new LSTM.Builder()
                        .nOut(3)
                        .activation(Activation.TANH)
                        .dropOut(0.5)
                        .build())
                .layer(output().name("soft").build())
                .setInputType(InputType.recurrent(INPUTS))
                .build());
        network.init();
        Installation installation = LstmInstaller.install(network);
        assertThat(installation.replaced()).containsExactly("layer3", "soft");
        assertThat(installation.left())
                .containsOnlyKeys("hard", "noisy", "gaussian")
                .containsEntry("noisy", "with weight noise")
                .hasEntrySatisfying("hard", reason -> assertThat(reason).contains("instead of tanh and sigmoid"))
                .hasEntrySatisfying("gaussian", reason -> assertThat(reason).contains("dropout"));
        assertThat(installation)
                .hasToString("computed by charrnn: layer3, soft\n" + "left as it is: hard, "
                        + installation.left().get("hard") + "\nleft as it is: noisy, with weight noise\n"
                        + "left as it is: gaussian, " + installation.left().get("gaussian"));
    }

    @Test
    void typeAndFormatAreRead() {
        MultiLayerNetwork doubles = new MultiLayerNetwork(builder(DataType.DOUBLE)
                .list()
                .layer(lstm(3))
                .layer(output().build())
                .setInputType(InputType.recurrent(INPUTS))
                .build());
        doubles.init();
        assertThat(LstmInstaller.install(doubles).left())
                .isEqualTo(Map.of(
                        "layer0", "of type DOUBLE instead of FLOAT", "layer1", "of type DOUBLE instead of FLOAT"));
        MultiLayerNetwork otherFormat = new MultiLayerNetwork(builder(DataType.FLOAT)
                .list()
                .layer(lstm(3))
                .layer(output().build())
                .setInputType(InputType.recurrent(INPUTS, TIME, RNNFormat.NWC))
                .build());
        otherFormat.init();
        assertThat(LstmInstaller.install(otherFormat).left()).containsEntry("layer0", "of format NWC instead of NCW");
    }

    @Test
    void afterUninstallTheNetworkIsDeeplearning4jsOwn() {
        MultiLayerNetwork network = Nets.stock(INPUTS, 1, 4, 3);
        Class<?>[] classes = classes(network.getLayers());
        MultiLayerNetwork expected = network.clone();
        LstmInstaller.install(network);
        LstmInstaller.install(network);
        assertThat(classes(network.getLayers())).isNotEqualTo(classes);
        LstmInstaller.uninstall(network);
        assertThat(classes(network.getLayers())).isEqualTo(classes);
        Nets.Segment[] segments = Nets.Segment.randoms(3, INPUTS, TIME, 3);
        Nets.train(network, segments);
        Nets.train(expected, segments);
        assertThat(network.params()).isEqualTo(expected.params());

        ComputationGraph graph = new ComputationGraph(
                skipping(builder(DataType.FLOAT).graphBuilder()).build());
        graph.init();
        Class<?>[] before = classes(graph.getLayers());
        LstmInstaller.install(graph);
        assertThat(graph.getLayer("first")).isInstanceOf(FastLstm.class);
        assertThat(classes(graph.getLayers())).isNotEqualTo(before);
        LstmInstaller.uninstall(graph);
        assertThat(classes(graph.getLayers())).isEqualTo(before);
    }

    private static Class<?>[] classes(Layer[] layers) {
        return Arrays.stream(layers)
                .map(BaseLayer.class::cast)
                .map(Object::getClass)
                .toArray(Class<?>[]::new);
    }
}
