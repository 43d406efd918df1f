package charrnn.tools.serve;

import charrnn.corpus.Vocabulary;
import charrnn.sample.SingleStreamModel;
import charrnn.tools.serve.decode.FakeModel;
import java.util.List;

/** The activations of a {@link FakeModel} with one stream: the value of a unit is one of the log-probabilities. */
final class FakeUnits extends SingleStreamModel {
    private final FakeModel model;
    private float[] read = {};

    /** @param model a model that is not used otherwise */
    FakeUnits(FakeModel model) {
        this.model = model;
    }

    @Override
    public Vocabulary vocabulary() {
        return model.vocabulary();
    }

    @Override
    protected void reset() {
        while (model.size() > 0) {
            model.remove(0);
        }
        model.add();
    }

    @Override
    protected float[] step(int index) {
        model.step(index);
        read = model.logProbabilities(0);
        return read;
    }

    @Override
    public List<Integer> hiddenSizes() {
        return List.of(3, 2);
    }

    @Override
    public float[] hidden(int stream, int layer) {
        return values(layer, 10);
    }

    @Override
    public float[] cells(int stream, int layer) {
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
