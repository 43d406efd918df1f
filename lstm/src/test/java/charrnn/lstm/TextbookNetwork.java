package charrnn.lstm;

import charrnn.lstm.Nets.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A stack of LSTMs, a softmax and the cross-entropy loss by the textbook's formulas, in double precision and one time step
 * after the other. It has only the names and shapes of Deeplearning4j's parameters in common with the code that it is
 * compared with. The state is carried from segment to segment, and is a constant in each segment's gradient.
 */
final class TextbookNetwork {
    /** Copies of a network's parameters, with Deeplearning4j's names; the LSTM layers' have four gates side by side. */
    final Map<String, INDArray> parameters = new LinkedHashMap<>();

    /** The gradients of the last segment, summed over streams, with the names and shapes of the parameters. */
    final Map<String, INDArray> gradients = new LinkedHashMap<>();

    /** h of each layer after the last segment, [B, H]. */
    final INDArray[] hidden;

    /** c of each layer after the last segment, [B, H]. */
    final INDArray[] cells;

    private final int layers; // without the output layer, which has the number after the last
    private final boolean coupled;
    private List<INDArray> masks = List.of();

    /** The values of one layer at one time step that the backward pass needs, [B, ..] each. */
    private record Step(
            INDArray x,
            INDArray hBefore,
            INDArray cBefore,
            INDArray candidate,
            INDArray forget,
            INDArray output,
            INDArray input,
            INDArray c,
            INDArray h) {}

    /** @param coupled whether a weight of an input gate is the negated one of the forget gate, also where it changes */
    TextbookNetwork(MultiLayerNetwork network, int batch, boolean coupled) {
        this.coupled = coupled;
        network.paramTable()
                .forEach((name, parameter) -> parameters.put(
                        name, parameter.castTo(DataType.DOUBLE).reshape(parameter.rows(), parameter.columns())));
        layers = network.getnLayers() - 1;
        hidden = new INDArray[layers];
        for (int l = 0; l < layers; l++) {
            hidden[l] = Nd4j.zeros(DataType.DOUBLE, batch, parameter(l, "RW").rows());
        }
        cells = hidden.clone();
    }

    private INDArray parameter(int layer, String name) {
        return parameters.get(layer + "_" + name);
    }

    private void addGradient(int layer, String name, INDArray gradient) {
        gradients.get(layer + "_" + name).addi(gradient);
    }

    /** @param masks factors of the inputs of the layers above the first, the output layer last, [B, n, T] each */
    void setDropout(List<INDArray> masks) {
        this.masks = masks;
    }

    private INDArray dropped(INDArray values, int layer, int t) {
        return masks.isEmpty() || layer == 0 ? values : values.mul(at(masks.get(layer - 1), t));
    }

    /** A copy of one time step, [B, n], of an array [B, n, T]. */
    private static INDArray at(INDArray array, int t) {
        return array.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t))
                .castTo(DataType.DOUBLE)
                .dup('c')
                .reshape(array.size(0), array.size(1));
    }

    /** Reads a segment, computes its gradients, and returns the loss in nats, summed over time, the mean of the streams. */
    double segment(Segment segment) {
        gradients.clear();
        parameters.forEach((name, parameter) -> gradients.put(name, parameter.like()));
        List<Step[]> steps = new ArrayList<>(); // [time][layer]
        List<INDArray> epsilon = new ArrayList<>(); // gradient with respect to h of the last layer
        double loss = 0;
        for (int t = 0; t < segment.features().size(2); t++) {
            steps.add(forward(at(segment.features(), t), t));
            INDArray h = dropped(hidden[layers - 1], layers, t);
            INDArray exp = Transforms.exp(h.mmul(parameter(layers, "W")).add(parameter(layers, "b")));
            INDArray probabilities = exp.div(exp.sum(true, 1));
            INDArray target = at(segment.labels(), t);
            loss -= Transforms.log(probabilities).mul(target).sumNumber().doubleValue() / target.rows();
            INDArray d = probabilities.sub(target);
            addGradient(layers, "W", h.transpose().mmul(d));
            addGradient(layers, "b", d.sum(true, 0));
            epsilon.add(dropped(d.mmul(parameter(layers, "W").transpose()), layers, t));
        }
        for (int l = layers - 1; l >= 0; l--) {
            backward(l, steps, epsilon);
        }
        return loss;
    }

    private Step[] forward(INDArray input, int t) {
        Step[] steps = new Step[layers];
        INDArray x = input;
        for (int l = 0; l < layers; l++) {
            steps[l] = step(l, dropped(x, l, t), hidden[l], cells[l]);
            cells[l] = steps[l].c;
            hidden[l] = steps[l].h;
            x = hidden[l];
        }
        return steps;
    }

    private Step step(int layer, INDArray x, INDArray hBefore, INDArray cBefore) {
        INDArray z = x.mmul(parameter(layer, "W"))
                .add(hBefore.mmul(parameter(layer, "RW")))
                .add(parameter(layer, "b"));
        long units = hBefore.size(1);
        INDArray candidate = Transforms.tanh(gate(z, 0, units));
        INDArray forget = Transforms.sigmoid(gate(z, 1, units));
        INDArray output = Transforms.sigmoid(gate(z, 2, units));
        INDArray input = Transforms.sigmoid(gate(z, 3, units));
        INDArray c = forget.mul(cBefore).add(input.mul(candidate));
        INDArray h = output.mul(Transforms.tanh(c));
        return new Step(x, hBefore, cBefore, candidate, forget, output, input, c, h);
    }

    private static INDArray gate(INDArray z, int gate, long units) {
        return Matrix.columns(z, gate * units, units).dup();
    }

    /** Replaces {@code epsilon}, the gradient with respect to h of a layer for each time step, by that of the layer below. */
    private void backward(int layer, List<Step[]> steps, List<INDArray> epsilon) {
        INDArray dhNext = hidden[layer].like();
        INDArray dcNext = hidden[layer].like();
        for (int t = steps.size() - 1; t >= 0; t--) {
            Step step = steps.get(t)[layer];
            INDArray dh = epsilon.get(t).add(dhNext);
            INDArray tanhC = Transforms.tanh(step.c);
            INDArray dc = dcNext.add(dh.mul(step.output).mul(tanhSlope(tanhC)));
            INDArray dz = Nd4j.concat(
                    1,
                    dc.mul(step.input).mul(tanhSlope(step.candidate)),
                    dc.mul(step.cBefore).mul(sigmoidSlope(step.forget)),
                    dh.mul(tanhC).mul(sigmoidSlope(step.output)),
                    dc.mul(step.candidate).mul(sigmoidSlope(step.input)));
            addGradient(layer, "W", step.x.transpose().mmul(dz));
            addGradient(layer, "RW", step.hBefore.transpose().mmul(dz));
            addGradient(layer, "b", dz.sum(true, 0));
            dhNext = dz.mmul(parameter(layer, "RW").transpose());
            dcNext = dc.mul(step.forget);
            epsilon.set(t, dropped(dz.mmul(parameter(layer, "W").transpose()), layer, t));
        }
        if (coupled) {
            List.of("W", "RW", "b").forEach(name -> couple(gradients.get(layer + "_" + name)));
        }
    }

    private static INDArray tanhSlope(INDArray tanh) {
        return tanh.mul(tanh).rsub(1);
    }

    private static INDArray sigmoidSlope(INDArray sigmoid) {
        return sigmoid.mul(sigmoid.rsub(1));
    }

    /** Replaces the gradients of forget and input gate, (g_f, g_i), by (g_f - g_i, g_i - g_f). */
    private static void couple(INDArray gradient) {
        long units = gradient.size(1) / 4;
        INDArray forget = gate(gradient, 1, units);
        INDArray input = gate(gradient, 3, units);
        Matrix.columns(gradient, units, units).assign(forget.sub(input));
        Matrix.columns(gradient, 3 * units, units).assign(input.sub(forget));
    }
}
