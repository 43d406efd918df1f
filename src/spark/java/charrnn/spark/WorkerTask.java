package charrnn.spark;

import charrnn.corpus.EncodedText;
import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import charrnn.train.Learner;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The work of a worker in one round, between two averagings.
 *
 * @param worker number of the worker, from 0
 * @param streams number of its streams of text
 * @param text the next characters of its streams as vocabulary indices, [streams][updates × sequence + 1]
 * @param rates learning rate of each update
 * @param seed seed of the first update's dropout masks
 * @param state recurrent state of its streams; {@link RecurrentState#NONE} at the beginning of an epoch
 */
record WorkerTask(int worker, int streams, char[] text, double[] rates, long seed, RecurrentState state)
        implements Serializable {

    /**
     * The result of a task, apart from the worker's network.
     *
     * @param worker number of the worker
     * @param updates the updates that it made
     * @param state recurrent state of its streams
     */
    record Result(int worker, List<Learner.Update> updates, RecurrentState state) implements Serializable {}

    /** The state of streams {@code from} to {@code to}, exclusive. */
    static RecurrentState cut(RecurrentState state, int from, int to) {
        return new RecurrentState(state.layers().stream()
                .map(layer -> new LayerState(
                        to - from,
                        layer.hidden(),
                        Arrays.copyOfRange(layer.activation(), from * layer.hidden(), to * layer.hidden()),
                        Arrays.copyOfRange(layer.cell(), from * layer.hidden(), to * layer.hidden())))
                .toList());
    }

    /**
     * Concatenates the states of groups of streams, in their order.
     *
     * @param groups states of the same layers
     */
    static RecurrentState join(List<RecurrentState> groups) {
        return new RecurrentState(IntStream.range(0, groups.get(0).layers().size())
                .mapToObj(i -> joinLayers(
                        groups.stream().map(group -> group.layers().get(i)).toList()))
                .toList());
    }

    private static LayerState joinLayers(List<LayerState> groups) {
        int batch = groups.stream().mapToInt(LayerState::batch).sum();
        int hidden = groups.get(0).hidden();
        FloatBuffer activations = FloatBuffer.allocate(batch * hidden);
        FloatBuffer cells = FloatBuffer.allocate(batch * hidden);
        for (LayerState group : groups) {
            activations.put(group.activation());
            cells.put(group.cell());
        }
        return new LayerState(batch, hidden, activations.array(), cells.array());
    }

    /** Reads the characters of some streams of a plan for the next updates. */
    static char[] cut(StreamPlan plan, Progress from, int updates, int firstStream, int streams) {
        int segment = Math.toIntExact(from.streamPosition());
        int window = updates * plan.sequenceLength() + 1;
        char[] text = new char[streams * window];
        for (int stream = 0; stream < streams; stream++) {
            long start = plan.start(from.epoch(), segment, firstStream + stream);
            int[] read = plan.text().read(start, window);
            for (int i = 0; i < window; i++) {
                text[stream * window + i] = (char) read[i];
            }
        }
        return text;
    }

    /** Makes a plan of the streams. Each stream is padded to whole segments after the last update's characters. */
    StreamPlan plan(int sequence) {
        int window = rates.length * sequence + 1;
        int padded = (rates.length + 1) * sequence;
        char[] all = new char[streams * padded + 1];
        for (int stream = 0; stream < streams; stream++) {
            System.arraycopy(text, stream * window, all, stream * padded, window);
        }
        return new StreamPlan(EncodedText.ofChars(all), streams, sequence, 0, 0);
    }
}
