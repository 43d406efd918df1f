package charrnn.spark;

import charrnn.match.InputEncoding;
import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import charrnn.pipeline.Segments;
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
 * @param inputs what its network reads, [updates][streams][sequence × activeInputs]
 * @param targets the characters that follow, [updates][streams][sequence]
 * @param rates learning rate of each update
 * @param seed seed of the first update's dropout masks
 * @param state recurrent state of its streams; {@link RecurrentState#NONE} at the beginning of an epoch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WorkerTask(
        int worker,
        InputEncoding encoding,
        int[][][] inputs,
        int[][][] targets,
        double[] rates,
        long seed,
        RecurrentState state)
        implements Segments, Serializable {

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

    /** The next segments of some streams of an epoch. */
    static WorkerTask of(
            Segments epoch,
            int segment,
            int worker,
            int firstStream,
            int streams,
            double[] rates,
            long seed,
            RecurrentState state) {
        int[][][] inputs = new int[rates.length][streams][];
        int[][][] targets = new int[rates.length][streams][];
        for (int i = 0; i < rates.length; i++) {
            for (int stream = 0; stream < streams; stream++) {
                inputs[i][stream] = epoch.inputs(segment + i, firstStream + stream);
                targets[i][stream] = epoch.targets(segment + i, firstStream + stream);
            }
        }
        return new WorkerTask(worker, epoch.encoding(), inputs, targets, rates, seed, state);
    }

    @Override
    public int streams() {
        return inputs[0].length;
    }

    @Override
    public int count() {
        return inputs.length;
    }

    @Override
    public int[] inputs(int segment, int stream) {
        return inputs[segment][stream];
    }

    @Override
    public int[] targets(int segment, int stream) {
        return targets[segment][stream];
    }
}
