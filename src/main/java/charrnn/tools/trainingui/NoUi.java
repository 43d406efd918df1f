package charrnn.tools.trainingui;

import charrnn.tools.score.ParseRate;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The UI that is not there: everything is taken and nothing happens. */
record NoUi() implements TrainingUi {
    @Override
    public Optional<URI> address() {
        return Optional.empty();
    }

    @Override
    public void attach(MultiLayerNetwork network, String precision) {}

    @Override
    public void showReport(Supplier<String> page) {}

    @Override
    public void reportTrain(Update update) {}

    @Override
    public void reportValidation(int step, double bitsPerChar) {}

    @Override
    public void reportScore(int step, ParseRate score) {}

    @Override
    public void reportSample(int step, String text) {}

    @Override
    public void wentBack(int step) {}

    @Override
    public void close() {}
}
