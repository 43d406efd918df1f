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
    private static final int HEADER_BYTES = 12;
    private static final int LAYER_BYTES = 8;
    private static final int MAX_BATCH = 65_536;

    /** Maximum of |activation|, a product of a sigmoid and a tanh: 1, and some for their rounding. */
    private static final float MAX_ACTIVATION = 1.0001f;

    /** Maximum of |cell|: it grows by at most 1 a symbol, and adding 1 changes no float beyond 2<sup>24</sup>. */
    private static final float MAX_CELL = 1 << 24;

    private RecurrentStateCodec() {}

    static byte[] write(RecurrentState state) {
        long floats = state.layers().stream()
                .mapToLong(l -> 2L * l.batch() * l.hidden())
                .sum();
        long size = HEADER_BYTES + (long) LAYER_BYTES * state.layers().size() + Float.BYTES * floats;
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION).putInt(state.layers().size());
        for (LayerState layer : state.layers()) {
            out.putInt(layer.batch()).putInt(layer.hidden());
            putFloats(out, layer.activation());
            putFloats(out, layer.cell());
        }
        return out.array();
    }

    private static void putFloats(ByteBuffer out, float[] values) {
        out.asFloatBuffer().put(values);
        out.position(out.position() + Float.BYTES * values.length);
    }

    /**
     * Reads the state of a network.
     *
     * @param hidden hidden sizes of the network's LSTM layers
     * @throws Refused if the entry is not the state of such a network
     */
    static RecurrentState read(ZipImage.Entry entry, List<Integer> hidden) {
        return entry.read(in -> {
            check(readInt(in) == MAGIC && readInt(in) == VERSION, "its first bytes");
            check(readInt(in) == hidden.size(), "the number of layers");
            List<LayerState> layers = new ArrayList<>();
            int batch = 0;
            for (int size : hidden) {
                int rows = readInt(in);
                check(layers.isEmpty() ? rows >= 1 && rows <= MAX_BATCH : rows == batch, "the batch size");
                check(readInt(in) == size, "the hidden size");
                batch = rows;
                checkSize(entry, batch, hidden);
                layers.add(new LayerState(
                        batch,
                        size,
                        floats(in, batch * size, MAX_ACTIVATION, "an activation"),
                        floats(in, batch * size, MAX_CELL, "a memory cell")));
            }
            return new RecurrentState(layers);
        });
    }

    /** Checks, before arrays are allocated, that the entry is exactly as long as its batch requires. */
    private static void checkSize(ZipImage.Entry entry, long batch, List<Integer> hidden) {
        long floats = 2 * batch * hidden.stream().mapToLong(Integer::longValue).sum();
        check(entry.size() == HEADER_BYTES + (long) LAYER_BYTES * hidden.size() + Float.BYTES * floats, "its length");
    }

    private static float[] floats(DataInputStream in, int count, float max, String what) throws IOException {
        float[] values = ArrayEntry.floats(in, count, ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            check(Float.isFinite(value), "a number that is not finite");
            if (Math.abs(value) > max) {
                throw Refused.because("its " + Part.STATE.entry() + " has " + value + " for " + what
                        + ", which must be from " + -max + " to " + max);
            }
        }
        return values;
    }

    private static int readInt(DataInputStream in) throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    private static void check(boolean right, String what) {
        Refused.unless(right, "its " + Part.STATE.entry() + " does not fit the network: wrong at " + what);
    }
}
