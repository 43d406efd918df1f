package charrnn.model;

import charrnn.corpus.EncodedText;
import charrnn.match.InputEncoding;
import charrnn.match.InputReader;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A network that learns from each segment after predicting it: dynamic evaluation, Krause, Kahembwe, Murray and Renals
 * 2017. After a segment with gradient g of the mean loss per character, the weights are
 *
 * <pre>
 * θ ← θ + λ n (θ₀ − θ) − η g / m
 * </pre>
 *
 * with the trained weights θ₀. With plain SGD, m = n = 1. The RMS rule measures r, the root mean square of each weight's
 * gradient on the training text, and its mean r̄ over all weights: m = r + r̄ / 2, n = min(r / r̄, 1 / λ).
 *
 * <p>A gradient with a norm above {@link #MAX_NORM} is replaced by zero: a step along an exploding gradient makes the
 * next ones explode too, and the weights become useless.
 */
public final class DynamicNetwork implements StreamPredictor {
    /** The summand of m, in units of r̄. It limits the steps of weights whose gradient in training was small. */
    private static final double EPSILON = 0.5;

    /** Maximum norm, in nats per character; docs/lab/notebook/adaptive.md lists the norms of gradients. */
    static final double MAX_NORM = 4;

    private final StreamingNetwork network;
    private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    private final InputEncoding encoding;
    private final INDArray trainedWeights; // θ₀
    private final INDArray change; // of the weights in one step
    private final INDArray rates; // η / m
    private final INDArray decays; // λ n

    /**
     * @param trained the network, whose weights are copied
     * @param training segments of the training text, on which the RMS rule measures the gradient, with as many streams and
     *     time steps as the segments that will be predicted
     * @throws IllegalArgumentException if the rule is RMS and there is no training text
     */
    public DynamicNetwork(MultiLayerNetwork trained, Rule rule, List<Segment> training) {
        this.network = copyWithoutDropout(trained);
        this.encoding = network.encoding();
        this.trainedWeights = network.params().dup();
        this.change = trainedWeights.ulike();
        this.rates = trainedWeights.ulike().assign(rule.rate());
        this.decays = trainedWeights.ulike().assign(rule.decay());
        if (rule.kind() == Rule.Kind.RMS) {
            applyRms(rootMeanSquares(training), rule);
        }
    }

    private static StreamingNetwork copyWithoutDropout(MultiLayerNetwork trained) {
        StreamingNetwork copy = Networks.resume(trained);
        for (NeuralNetConfiguration layer : copy.getLayerWiseConfigurations().getConfs()) {
            layer.getLayer().setIDropout(null);
        }
        copy.initGradientsView();
        return copy;
    }

    @Override
    public void reset() {
        network.resetState();
        network.clear(); // so that learning needs another prediction first
        network.params().assign(trainedWeights);
    }

    @Override
    public InputReader reader(EncodedText text) {
        return new InputReader(text, encoding);
    }

    /** Also prepares {@link #learn}: the layers keep the forward pass for the backward pass. */
    @Override
    public float[] predict(int[][] inputs) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray activations = StreamingNetwork.oneHot(inputs, encoding.ones(), encoding.size());
            for (LSTM layer : network.lstmLayers()) {
                activations = layer.rnnActivateUsingStoredState(activations, true, true, workspaces);
            }
            return StreamingNetwork.timeMajor(network.getOutputLayer().activate(activations, true, workspaces));
        }
    }

    @Override
    public void learn(int[][] targets) {
        INDArray weights = network.params();
        INDArray gradient = gradient(targets);
        trainedWeights.subi(weights, change).muli(decays);
        change.subi(gradient.muli(rates));
        weights.addi(change);
    }

    /** r, the root mean square of each weight's gradient. */
    private INDArray rootMeanSquares(List<Segment> training) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("the RMS rule needs training text to measure the gradient on");
        }
        INDArray sum = trainedWeights.like();
        for (Segment segment : training) {
            predict(segment.inputs());
            INDArray gradient = gradient(segment.targets());
            sum.addi(gradient.muli(gradient));
        }
        reset();
        return Transforms.sqrt(sum.divi(training.size()), false);
    }

    private void applyRms(INDArray roots, Rule rule) {
        double mean = roots.meanNumber().doubleValue();
        rates.assign(roots).addi(EPSILON * mean).rdivi(rule.rate());
        decays.assign(Transforms.min(roots.muli(rule.decay() / mean), 1, false));
    }

    /** The gradient of the mean loss per character of the segment that was predicted last; zeros if it explodes. */
    INDArray gradient(int[][] targets) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            IOutputLayer output = (IOutputLayer) network.getOutputLayer();
            output.setLabels(StreamingNetwork.oneHot(targets, 1, encoding.vocabulary()));
            INDArray epsilon = null; // the output layer reads the labels instead
            for (int i = network.getnLayers() - 1; i >= 0; i--) {
                epsilon = network.getLayer(i)
                        .backpropGradient(epsilon, workspaces)
                        .getSecond();
            }
            INDArray gradient = network.getFlattenedGradients()
                    .reshape(trainedWeights.shape())
                    .divi((long) targets.length * targets[0].length);
            double norm = gradient.norm2Number().doubleValue();
            return norm <= MAX_NORM ? gradient : gradient.assign(0);
        }
    }

    /**
     * An update rule.
     *
     * @param kind what determines the length of a step
     * @param rate η, the factor of the gradient; 0 disables learning
     * @param decay λ, the fraction of the way back to the trained weights that each step goes; 0 to 1
     */
    public record Rule(Kind kind, double rate, double decay) {
        public enum Kind {
            /** The gradient of the mean loss per character, in nats. */
            SGD,
            /** That gradient divided by its root mean square in training; in the paper, RMS with an RMS global prior. */
            RMS;

            /** The value as typed on the command line. */
            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** @throws IllegalArgumentException for a rate below 0 or a decay outside 0 to 1 */
        public Rule {
            if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("rate is " + rate + ", but must be 0 or more");
            }
            if (!(decay >= 0 && decay <= 1)) {
                throw new IllegalArgumentException("decay is " + decay + ", but must be 0 to 1");
            }
        }
    }
}
