package charrnn.tools.cells;

import charrnn.grammar.CScanner;
import charrnn.sample.StreamsModel;
import charrnn.tools.cells.Recording.Signal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * A fake network with one stream, whose units are slow noise, except for signals that a test makes follow a property of the text.
 */
final class PlantedNetwork extends StreamsModel<String> {
    private static final List<Integer> HIDDEN = List.of(12, 8);

    private final Map<Signal, ToDoubleFunction<CScanner>> planted = new HashMap<>();
    private final float[][] hidden = arrays();
    private final float[][] cells = arrays();
    private SplittableRandom random = new SplittableRandom(1);
    private CScanner scanner = new CScanner();

    PlantedNetwork(String text) {
        super(text, "");
    }

    /** Makes a signal follow a property of the text, with a little noise. */
    PlantedNetwork with(Signal signal, ToDoubleFunction<CScanner> property) {
        planted.put(signal, property);
        return this;
    }

    private static float[][] arrays() {
        return HIDDEN.stream().map(float[]::new).toArray(float[][]::new);
    }

    @Override
    public synchronized int add() {
        random = new SplittableRandom(1);
        scanner = new CScanner();
        Arrays.stream(hidden).forEach(layer -> Arrays.fill(layer, 0));
        Arrays.stream(cells).forEach(layer -> Arrays.fill(layer, 0));
        return super.add();
    }

    @Override
    public void step(int... indices) {
        scanner.accept(vocabulary().codePoint(indices[0]));
        drift(hidden);
        drift(cells);
        planted.forEach((signal, what) -> {
            float[][] layers = signal.kind() == Signal.Kind.H ? hidden : cells;
            layers[signal.layer() - 1][signal.unit() - 1] =
                    (float) (what.applyAsDouble(scanner) + 0.1 * random.nextGaussian());
        });
    }

    /** Probability 1/2 for symbol 0, 1/4 for symbol 1 and so on, so that symbol k costs k + 1 bits; the last two are equal. */
    @Override
    public float[] logProbabilities(int stream) {
        float[] logProbabilities = new float[vocabulary().size()];
        for (int k = 0; k < logProbabilities.length; k++) {
            logProbabilities[k] = (float) -(Math.min(k + 1, logProbabilities.length - 1) * Math.log(2));
        }
        return logProbabilities;
    }

    private void drift(float[][] layers) {
        for (float[] layer : layers) {
            for (int unit = 0; unit < layer.length; unit++) {
                layer[unit] = (float) (0.95 * layer[unit] + 0.1 * random.nextGaussian());
            }
        }
    }

    @Override
    public List<Integer> hiddenSizes() {
        return HIDDEN;
    }

    @Override
    public float[] hidden(int stream, int layer) {
        return hidden[layer];
    }

    @Override
    public float[] cells(int stream, int layer) {
        return cells[layer];
    }
}
