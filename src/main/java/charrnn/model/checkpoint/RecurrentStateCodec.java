package charrnn.model.checkpoint;

import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes {@code charrnn/state.bin}, little-endian: magic {@code CRST}, version 1, number of layers; then for
 * each layer batch, hidden, and the activation and the cell as floats, [batch, hidden] each. Counts are 32-bit
 * integers.
 */
final class RecurrentStateCodec {
    private static final int MAGIC = 'C' | 'R' << 8 | 'S' << 16 | 'T' << 24;
    private static final int VERSION = 1;

    /** Maximum of |activation|, a product of a sigmoid and a tanh: 1, and some for their rounding. */
    private static final float MAX_ACTIVATION = 1.0001f;

    /** Maximum of |cell|: it grows by at most 1 a symbol, and adding 1 changes no float beyond 2<sup>24</sup>. */
    private static final float MAX_CELL = 1 << 24;

    private RecurrentStateCodec() {}

    static byte[] write(RecurrentState state) {
        List<Integer> hidden = state.layers().stream().map(LayerState::hidden).toList();
        ByteBuffer out = ByteBuffer.allocate(
                        Math.toIntExact(size(state.layers().get(0).batch(), hidden)))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION).putInt(hidden.size());
        for (LayerState layer : state.layers()) {
            out.putInt(layer.batch()).putInt(layer.hidden());
            out.asFloatBuffer().put(layer.activation()).put(layer.cell());
            out.position(out.position() + Float.BYTES * 2 * layer.batch() * layer.hidden());
        }
        return out.array();
    }

    /** Bytes of the state of layers with these hidden sizes. */
    private static long size(long batch, List<Integer> hidden) {
        long units = hidden.stream().mapToLong(Integer::longValue).sum();
        return Integer.BYTES * (3 + 2L * hidden.size()) + Float.BYTES * 2 * batch * units;
    }

    /** @throws Refused if the entry is not the state of a network with these hidden sizes and this batch size */
    static RecurrentState read(Entry entry, int batch, List<Integer> hidden) {
        ByteBuffer in = ByteBuffer.wrap(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        entry.check(
                in.limit() >= 3 * Integer.BYTES && in.getInt() == MAGIC && in.getInt() == VERSION,
                "its first bytes are wrong");
        entry.check(in.getInt() == hidden.size(), "the number of layers is wrong");
        entry.check(in.limit() == size(batch, hidden), "its length is wrong");
        List<LayerState> layers = new ArrayList<>();
        for (int size : hidden) {
            entry.check(in.getInt() == batch, "the batch size is wrong");
            entry.check(in.getInt() == size, "the hidden size is wrong");
            float[] activation = floats(entry, in, batch * size, MAX_ACTIVATION, "an activation is wrong");
            float[] cell = floats(entry, in, batch * size, MAX_CELL, "a memory cell is wrong");
            layers.add(new LayerState(batch, size, activation, cell));
        }
        return new RecurrentState(layers);
    }

    private static float[] floats(Entry entry, ByteBuffer in, int count, float max, String fault) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getFloat();
            entry.check(Math.abs(values[i]) <= max, fault); // false for NaN
        }
        return values;
    }
}
