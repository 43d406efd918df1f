package charrnn.model.checkpoint;

import java.util.List;

/**
 * What a checkpoint tells of itself without being loaded.
 *
 * @param vocabulary symbols read and predicted, the unknown one included
 * @param hidden hidden size of each LSTM layer, [layers]
 * @param parameters number of parameters
 * @param resumable whether it has the state that its update rule needs
 * @param configYaml the run's configuration, unparsed
 * @param progress how far the run had come
 */
public record CheckpointSummary(
        int vocabulary,
        List<Integer> hidden,
        long parameters,
        boolean resumable,
        String configYaml,
        Progress progress) {}
