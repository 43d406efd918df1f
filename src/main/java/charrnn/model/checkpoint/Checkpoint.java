package charrnn.model.checkpoint;

import charrnn.corpus.Vocabulary;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * All that one file keeps of a run.
 *
 * @param network the network; its parameters are not copied
 * @param vocabulary the symbols at its input and output
 * @param configYaml the run's effective configuration, as YAML
 * @param progress how far the run has come
 * @param state what the layers remember of the streams; {@link RecurrentState#NONE} begins them anew
 */
public record Checkpoint(
        MultiLayerNetwork network, Vocabulary vocabulary, String configYaml, Progress progress, RecurrentState state) {

    /** The same checkpoint with another progress. */
    public Checkpoint withProgress(Progress other) {
        return new Checkpoint(network, vocabulary, configYaml, other, state);
    }
}
