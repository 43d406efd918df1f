package charrnn.model.checkpoint;

/** Whether a file may be taken into memory: a giant one must be an error of one line, not an OutOfMemoryError. */
final class Memory {
    private Memory() {}

    /** @throws Refused if so many bytes are more than half of the heap */
    static void require(long bytes) {
        long most = Math.min(Runtime.getRuntime().maxMemory() / 2, Integer.MAX_VALUE - 8);
        if (bytes > most) {
            throw Refused.with("needs " + mebibytes(bytes) + " MiB of memory, more than the " + mebibytes(most)
                    + " MiB that this Java may spend on it (see java -Xmx)");
        }
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
