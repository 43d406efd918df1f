package charrnn.model.checkpoint;

import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import java.io.DataInputStream;
import java.io.IOException;
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
    private static final int MAX_BATCH = 65_536;

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
            for (float[] values : List.of(layer.activation(), layer.cell())) {
                out.asFloatBuffer().put(values);
                out.position(out.position() + Float.BYTES * values.length);
            }
        }
        return out.array();
    }

    /** Bytes of the state of layers with these hidden sizes. */
    private static long size(long batch, List<Integer> hidden) {
        long units = hidden.stream().mapToLong(Integer::longValue).sum();
        return Integer.BYTES * (3 + 2L * hidden.size()) + Float.BYTES * 2 * batch * units;
    }

    /** @throws Refused if the entry is not the state of a network with these hidden sizes */
    static RecurrentState read(ZipImage.Entry entry, List<Integer> hidden) {
        return entry.read(in -> {
            check(readInt(in) == MAGIC && readInt(in) == VERSION, "its first bytes");
            check(readInt(in) == hidden.size(), "the number of layers");
            List<LayerState> layers = new ArrayList<>();
            for (int size : hidden) {
                int batch = readInt(in);
                check(batch >= 1 && batch <= MAX_BATCH, "the batch size");
                check(readInt(in) == size, "the hidden size");
                // Before arrays are allocated. It also means that all layers have the same batch size.
                check(entry.size() == size(batch, hidden), "its length");
                layers.add(new LayerState(
                        batch,
                        size,
                        floats(in, batch * size, MAX_ACTIVATION, "an activation"),
                        floats(in, batch * size, MAX_CELL, "a memory cell")));
            }
            return new RecurrentState(layers);
        });
    }

    private static float[] floats(DataInputStream in, int count, float max, String what) throws IOException {
        float[] values = ArrayEntry.floats(in, count, ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            check(Float.isFinite(value), "a number that is not finite");
            if (Math.abs(value) > max) {
                throw Refused.because("its " + Part.STATE.entry + " has " + value + " for " + what
                        + ", which must be from " + -max + " to " + max);
            }
        }
        return values;
    }

    private static int readInt(DataInputStream in) throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    private static void check(boolean right, String what) {
        Refused.unless(right, "its " + Part.STATE.entry + " does not fit the network: wrong at " + what);
    }
}
