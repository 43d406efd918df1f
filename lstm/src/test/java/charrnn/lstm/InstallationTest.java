package charrnn.lstm;

import static charrnn.lstm.Nets.lstm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.lstm.LstmInstaller.Installation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
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
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
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

    private static RnnOutputLayer output() {
        return Nets.output(CLASSES).build();
    }

    private static OutputLayer classifier() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build();
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build();
    }

    private static MultiLayerNetwork network(
            DataType type, InputType input, org.deeplearning4j.nn.conf.layers.Layer... layers) {
        ListBuilder list = builder(type).list();
        Arrays.stream(layers).forEach(layer -> list.layer(layer.clone()));
        return Nets.initialized(new MultiLayerNetwork(list.setInputType(input).build()));
    }

    private static Arguments network(
            String name, int replaced, MultiDataSet data, org.deeplearning4j.nn.conf.layers.Layer... layers) {
        Function<DataType, Model> network = type -> network(type, InputType.recurrent(INPUTS), layers);
        return Arguments.of(Named.of(name, network), replaced, Named.of("data", data));
    }

    private static Arguments graph(
            String name, int replaced, MultiDataSet data, Function<GraphBuilder, GraphBuilder> vertices) {
        Function<DataType, Model> graph =
                type -> graph(vertices.apply(builder(type).graphBuilder()));
        return Arguments.of(Named.of(name, graph), replaced, Named.of("data", data));
    }

    private static ComputationGraph graph(GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    /** Two LSTMs; the second also reads the input, and the output both of them. */
    private static GraphBuilder skipping(GraphBuilder builder) {
        return builder.addInputs("in")
                .setInputTypes(InputType.recurrent(INPUTS))
                .addLayer("first", lstm(3), "in")
                .addLayer("second", lstm(2), "first", "in")
                .addLayer("out", output(), "first", "second")
                .setOutputs("out");
    }

    /** Two inputs, a residual and two outputs. */
    private static GraphBuilder residual(GraphBuilder builder) {
        return builder.addInputs("a", "b")
                .setInputTypes(InputType.recurrent(INPUTS), InputType.recurrent(INPUTS))
                .addLayer("ofA", lstm(2), "a")
                .addLayer("ofB", lstm(2), "b")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "ofA", "ofB")
                .addLayer("upper", lstm(2), "sum")
                .addVertex("residual", new ElementWiseVertex(ElementWiseVertex.Op.Add), "sum", "upper")
                .addVertex("merged", new MergeVertex(), "residual", "b")
                .addLayer("classes", output(), "residual")
                .addLayer("others", output(), "merged")
                .setOutputs("classes", "others");
    }

    private static Stream<Arguments> networks() {
        INDArray labels = oneHot(CLASSES, 1);
        INDArray lastLabels = labels.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0))
                .dup();
        MultiDataSet values = new MultiDataSet(values(BATCH), labels);
        MultiDataSet soft = new MultiDataSet(values(BATCH), labels.mul(0.7).addi(0.1));
        MultiDataSet last = new MultiDataSet(values(BATCH), lastLabels);
        MultiDataSet ofEnds = new MultiDataSet(values(BATCH), lastLabels, mask(false), null);
        INDArray symbols = oneHot(INPUTS, 2);
        MultiDataSet ofSymbols = new MultiDataSet(symbols, labels);
        MultiDataSet ofBoth =
                new MultiDataSet(new INDArray[] {values(BATCH), symbols}, new INDArray[] {labels, oneHot(CLASSES, 7)});
        INDArray pairs = Nd4j.concat(1, oneHot(BATCH, 2, TIME, 5), oneHot(BATCH, INPUTS - 2, TIME, 6));
        RnnOutputLayer decayed = Nets.output(CLASSES).l2(0.2).build();
        RnnOutputLayer regression = Nets.output(CLASSES)
                .activation(Activation.IDENTITY)
                .lossFunction(LossFunction.MSE)
                .build();
        GravesLSTM graves =
                new GravesLSTM.Builder().nOut(3).activation(Activation.TANH).build();
        return Stream.of(
                network("values", 3, values, lstm(7), lstm(4), output()),
                network("one-hot vectors", 3, ofSymbols, lstm(7), lstm(4), output()),
                network("two one-hot vectors side by side", 2, new MultiDataSet(pairs, labels), lstm(7), output()),
                network("one stream", 2, new MultiDataSet(values(1), oneHot(1, CLASSES, TIME, 1)), lstm(4), output()),
                network("labels that are not one-hot", 2, soft, lstm(4), output()),
                network("ends of different length", 3, masked(labels, false), lstm(7), lstm(4), output()),
                network("beginnings of different length", 3, masked(labels, true), lstm(7), lstm(4), output()),
                network("regression", 1, soft, lstm(7), regression),
                network("dense layers around", 2, values, dense(), lstm(4), dense(), output()),
                network("weight decay", 2, values, named("decayed").l2(0.1).build(), decayed),
                network("last time step", 1, last, lstm(4), new LastTimeStep(lstm(4)), classifier()),
                network("largest values", 1, ofEnds, lstm(4), new GlobalPoolingLayer(PoolingType.MAX), classifier()),
                network("both directions", 2, masked(labels, false), new Bidirectional(lstm(3)), lstm(4), output()),
                network("Graves LSTM", 2, values, graves, lstm(4), output()),
                graph("skip connections", 3, values, InstallationTest::skipping),
                graph("skip connections of one-hot vectors", 3, ofSymbols, InstallationTest::skipping),
                graph("skip connections with masks", 3, masked(labels, true), InstallationTest::skipping),
                graph("two inputs, a residual and two outputs", 5, ofBoth, InstallationTest::residual));
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
        return Nets.Segment.oneHot(batch, size, time, new Random(seed)).castTo(DataType.DOUBLE);
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

    private static MultiDataSet masked(INDArray labels, boolean beginning) {
        return new MultiDataSet(values(BATCH), labels, mask(beginning), mask(beginning));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void lossGradientAndOutputAreThoseOfDoublePrecision(
            Function<DataType, Model> network, int replaced, MultiDataSet data) {
        Model stock = network.apply(DataType.DOUBLE);
        Model fast = network.apply(DataType.FLOAT);
        fast.setParams(stock.params().castTo(DataType.FLOAT));
        stock.setParams(fast.params().castTo(DataType.DOUBLE)); // rounded
        Installation installation = Nets.install(fast);
        assertThat(installation.replaced()).as(installation.toString()).hasSize(replaced);
        assertThat(installation.left()).doesNotContainKey(null);
        INDArray[] expected = outputs(stock, data);
        INDArray[] actual = outputs(fast, data);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Errors.relative(actual[i], expected[i])).isLessThan(TOLERANCE);
        }
        assertThat(Errors.relative(score(fast, data), score(stock, data))).isLessThan(TOLERANCE);

        INDArray start = stock.params().dup();
        fit(stock, data);
        fit(fast, data);
        assertThat(Errors.relative(fast.score(), stock.score())).isLessThan(TOLERANCE);
        Map<String, INDArray> gradients = stock.gradient().gradientForVariable();
        assertThat(fast.gradient().gradientForVariable()).hasSameSizeAs(gradients);
        gradients.forEach((name, gradient) -> {
            assertThat(gradient.norm2Number().doubleValue()).isPositive();
            assertThat(Errors.relative(fast.gradient().getGradientFor(name), gradient))
                    .as(name)
                    .isLessThan(TOLERANCE);
        });
        assertIsSlope(start.sub(stock.params()), stock, start, data);
    }

    /** Compares Deeplearning4j's gradient with central differences of the loss along random directions. */
    private static void assertIsSlope(INDArray gradient, Model stock, INDArray parameters, MultiDataSet data) {
        Nd4j.getRandom().setSeed(6);
        double step = 1e-6;
        for (int n = 0; n < 10; n++) {
            INDArray direction = Nd4j.randn(DataType.DOUBLE, parameters.shape());
            stock.setParams(parameters.add(direction.mul(step)));
            double above = score(stock, data);
            stock.setParams(parameters.sub(direction.mul(step)));
            double below = score(stock, data);
            double expected = gradient.mul(direction).sumNumber().doubleValue();
            assertThat((above - below) / (2 * step))
                    .isCloseTo(expected, within(1e-5 * gradient.norm2Number().doubleValue()));
        }
    }

    private static DataSet only(MultiDataSet data) {
        return new DataSet(
                data.getFeatures(0), data.getLabels(0), data.getFeaturesMaskArray(0), data.getLabelsMaskArray(0));
    }

    private static void fit(Model model, MultiDataSet data) {
        if (model instanceof ComputationGraph graph) {
            graph.fit(data);
        } else {
            ((MultiLayerNetwork) model).fit(only(data));
        }
    }

    private static double score(Model model, MultiDataSet data) {
        return model instanceof ComputationGraph graph
                ? graph.score(data)
                : ((MultiLayerNetwork) model).score(only(data));
    }

    private static INDArray[] outputs(Model model, MultiDataSet data) {
        if (model instanceof ComputationGraph graph) {
            return graph.output(false, data.getFeatures(), data.getFeaturesMaskArrays(), data.getLabelsMaskArrays());
        }
        INDArray features = data.getFeatures(0).castTo(model.params().dataType());
        return new INDArray[] {
            ((MultiLayerNetwork) model)
                    .output(features, false, data.getFeaturesMaskArray(0), data.getLabelsMaskArray(0))
        };
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

    /** A sequence of three segments: the last two begin with the state of those before. */
    @Test
    void truncatedBackpropagationIsThatOfACorrectedGraph() {
        Function<DataType, ComputationGraph> graph =
                type -> graph(skipping(builder(type).graphBuilder())
                        .backpropType(BackpropType.TruncatedBPTT)
                        .tBPTTLength(2));
        ComputationGraph corrected = graph.apply(DataType.DOUBLE);
        ComputationGraph fast = graph.apply(DataType.FLOAT);
        fast.setParams(corrected.params().castTo(DataType.FLOAT));
        corrected.setParams(fast.params().castTo(DataType.DOUBLE));
        ComputationGraph stock = corrected.clone();
        INDArray start = corrected.params().dup();
        for (String name : List.of("first", "second")) {
            LayerVertex vertex = (LayerVertex) corrected.getVertex(name);
            Layer before = vertex.getLayer();
            vertex.setLayer(new CorrectedLstm(before));
            Layer[] layers = corrected.getLayers();
            Arrays.setAll(layers, i -> layers[i] == before ? vertex.getLayer() : layers[i]);
        }
        corrected.initGradientsView();
        LstmInstaller.install(fast);
        MultiDataSet data = masked(oneHot(CLASSES, 4), false);
        corrected.fit(data);
        stock.fit(data);
        fast.fit(data);
        INDArray step = corrected.params().sub(start);
        assertThat(Errors.relative(fast.params().castTo(DataType.DOUBLE).sub(start), step))
                .isLessThan(TOLERANCE);
        assertThat(Errors.relative(stock.params().sub(start), step)).as("stock").isGreaterThan(0.01);
    }

    @Test
    void layersThatCannotBeComputedAreLeftWithAReason() {
        MultiLayerNetwork network = network(
                DataType.FLOAT,
                InputType.recurrent(INPUTS),
                named("hard").gateActivationFunction(Activation.HARDSIGMOID).build(),
                named("noisy").weightNoise(new DropConnect(0.5)).build(),
                named("gaussian").dropOut(new GaussianDropout(0.5)).build(),
                named(null).dropOut(0.5).build(),
                Nets.output(CLASSES).name("soft").build());
        Installation installation = LstmInstaller.install(network);
        assertThat(installation.replaced()).containsExactly("layer3", "soft");
        assertThat(installation.left())
                .containsOnlyKeys("hard", "noisy", "gaussian")
                .containsEntry("noisy", "with weight noise")
                .hasEntrySatisfying("hard", reason -> assertThat(reason).contains("instead of tanh and sigmoid"))
                .hasEntrySatisfying("gaussian", reason -> assertThat(reason).contains("dropout"));
        assertThat(installation.toString())
                .startsWith("computed by charrnn: layer3, soft\nleft as it is: hard, ")
                .contains("\nleft as it is: noisy, with weight noise\n");
    }

    /** Its class extends that of the one-hot cross-entropy. */
    @Test
    void aLossOfIndicesIsLeft() {
        RnnOutputLayer sparse =
                Nets.output(CLASSES).lossFunction(LossFunction.SPARSE_MCXENT).build();
        MultiLayerNetwork network = network(
                DataType.FLOAT, InputType.recurrent(INPUTS), named("lstm").build(), sparse);
        assertThat(LstmInstaller.install(network).replaced()).containsExactly("lstm");
    }

    @Test
    void oneChangedBitUncouplesTheGates() {
        for (String name : new String[] {"0_W", "0_RW", "1_b"}) {
            MultiLayerNetwork network = Nets.install(Nets.stock(7, 1, 20, 13), true, DataType.FLOAT);
            assertThat(LstmInstaller.isCoupled(network)).isTrue();
            INDArray parameter = network.getParam(name);
            long last = parameter.length() - 1;
            parameter.putScalar(last, Math.nextUp(parameter.getFloat(last)));
            assertThat(LstmInstaller.isCoupled(network)).as(name).isFalse();
        }
    }

    private static LSTM.Builder named(String name) {
        return new LSTM.Builder().name(name).nOut(3).activation(Activation.TANH);
    }

    @Test
    void typeAndFormatAreRead() {
        MultiLayerNetwork doubles = network(DataType.DOUBLE, InputType.recurrent(INPUTS), lstm(3), output());
        assertThat(LstmInstaller.install(doubles).left())
                .hasSize(2)
                .containsEntry("layer0", "of type DOUBLE instead of FLOAT");
        InputType otherFormat = InputType.recurrent(INPUTS, TIME, RNNFormat.NWC);
        assertThat(LstmInstaller.install(network(DataType.FLOAT, otherFormat, lstm(3), output()))
                        .left())
                .containsEntry("layer0", "of format NWC instead of NCW");
    }
}
