package charrnn.model.checkpoint;

import java.util.Random;

/** Takes its random numbers from given bytes, so that a fuzzer decides them; zeros follow the last byte. */
final class ByteRandom extends Random {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;
    private int position;

    ByteRandom(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** One byte for each eight bits; small bounds are drawn from the highest bits, so these come first. */
    @Override
    protected int next(int bits) {
        int value = 0;
        for (int shift = 24; shift >= 0 && shift >= 32 - bits - 7; shift -= 8) {
            value |= nextByte() << shift;
        }
        return value >>> (32 - bits);
    }

    private int nextByte() {
        return position < bytes.length ? bytes[position++] & 0xff : 0;
    }
}
