package charrnn.tools.serve;

import charrnn.corpus.Vocabulary;
import charrnn.model.ActivationSource;
import charrnn.tools.serve.decode.FakeModel;
import java.util.List;

/** The activations of a {@link FakeModel} with one stream: the value of a unit is one of the log-probabilities. */
final class FakeUnits implements ActivationSource {
    private final FakeModel model;
    private float[] read = {};

    /** @param model a model that is not used otherwise */
    FakeUnits(FakeModel model) {
        this.model = model;
        reset();
    }

    @Override
    public Vocabulary vocabulary() {
        return model.vocabulary();
    }

    @Override
    public void reset() {
        while (model.size() > 0) {
            model.remove(0);
        }
        model.add();
    }

    @Override
    public float[] step(int index) {
        model.step(index);
        read = model.logProbabilities(0);
        return read;
    }

    @Override
    public List<Integer> hiddenSizes() {
        return List.of(3, 2);
    }

    @Override
    public float[] hidden(int layer) {
        return values(layer, 10);
    }

    @Override
    public float[] cells(int layer) {
        return values(layer, 2);
    }

    private float[] values(int layer, float scale) {
        float[] values = new float[hiddenSizes().get(layer)];
        for (int unit = 0; unit < values.length; unit++) {
            values[unit] = (read[2 * layer + unit] + 2.5f) / scale;
        }
        return values;
    }
}
