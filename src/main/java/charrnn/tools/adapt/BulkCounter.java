package charrnn.tools.adapt;

import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts the symbols of a history in the counters of all contexts without predicting them. The counters are then the same as
 * after {@link ContextMixer#learn}, which takes several times as long. Several threads count: each reads the whole text and
 * updates the counters of one part of the table, so that the result does not depend on their number.
 */
final class BulkCounter {
    /** A power of two. */
    static final int THREADS =
            Math.min(8, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

    private static final int BATCH = 16; // characters whose counters are brought into the processor's cache together
    private static final int WINDOWS = 4; // of a symbol, at most: 16 bits
    private static final int PROGRESS = 1 << 14; // characters between two reports

    private final Counters counters;
    private final SymbolHistory history;
    private final int[][] codes; // of each symbol: its decisions' nodes, each times 2 plus its bit

    BulkCounter(Counters counters, SymbolHistory history, int symbols) {
        this.counters = counters;
        this.history = history;
        codes = IntStream.range(0, symbols)
                .mapToObj(symbol -> code(symbol, symbols))
                .toArray(int[][]::new);
    }

    private static int[] code(int symbol, int symbols) {
        return Stream.iterate(
                        BinaryDecision.first(symbols), BinaryDecision::isOpen, next -> next.after(next.bit(symbol)))
                .mapToInt(next -> 2 * next.node() + next.bit(symbol))
                .toArray();
    }

    /**
     * Counts the characters at positions [from, to) of the history.
     *
     * @param parts number of threads, a power of two, much smaller than the number of counters
     * @return a number without meaning, which keeps reads into the processor's cache from being optimized away
     */
    int count(int from, int to, int parts, LongConsumer done) {
        return IntStream.range(0, parts)
                .parallel()
                .map(part -> new Part(part, parts).count(from, to, part == 0 ? done : chars -> {}))
                .sum();
    }

    private final class Part {
        private static final int CONTEXTS = CountInputs.SIZE;
        private static final int OTHER_PART = Integer.MIN_VALUE; // no result of Counters.find

        private final int part;
        private final int shift; // of a slot, to the number of its part
        private final long[] contexts = new long[CONTEXTS];
        private final long[] windows = new long[BATCH * WINDOWS * CONTEXTS + 1]; // of this part
        private final int[] ends = new int[BATCH * WINDOWS]; // index after the windows of a character's group of bits
        private final int[] found = new int[CONTEXTS];

        Part(int part, int parts) {
            this.part = part;
            shift = Integer.numberOfTrailingZeros(counters.size() / parts);
        }

        int count(int from, int to, LongConsumer done) {
            int cached = 0;
            for (int at = from; at < to; at += BATCH) {
                int end = Math.min(to, at + BATCH);
                cached += prepare(at, end);
                int group = 0;
                int first = 0;
                for (int position = at; position < end; position++) {
                    int[] code = codes[history.at(position)];
                    for (int depth = 0; depth < code.length; depth++) {
                        count(code[depth], depth, first, ends[group]);
                        if (depth + 1 == code.length || (depth + 1) % CountInputs.BITS_PER_WINDOW == 0) {
                            first = ends[group++];
                        }
                    }
                }
                if (end % PROGRESS < BATCH) {
                    done.accept(end - from);
                }
            }
            return cached;
        }

        /** Lists the windows of some characters, and reads their counters into the processor's cache. */
        private int prepare(int from, int to) {
            int size = 0;
            int groups = 0;
            for (int position = from; position < to; position++) {
                if (position > 0) { // the contexts of the first character are 0
                    history.hashContexts(position, contexts);
                }
                int[] code = codes[history.at(position)];
                for (int depth = 0; depth < code.length; depth += CountInputs.BITS_PER_WINDOW) {
                    for (long context : contexts) {
                        windows[size] = CountInputs.window(context, code[depth] >>> 1, depth);
                        size += isOwn(windows[size]);
                    }
                    ends[groups++] = size;
                }
            }
            int cached = 0;
            for (int i = 0; i < size; i++) {
                cached += counters.touch(windows[i]);
            }
            return cached;
        }

        /** 1 if a window may have counters in this part, or else 0; a branch would be mispredicted too often. */
        private int isOwn(long window) {
            int first = counters.slot(window, 1) >>> shift ^ part;
            int last = counters.slot(window, 15) >>> shift ^ part;
            return first - 1 >>> 31 | last - 1 >>> 31;
        }

        private void count(int code, int depth, int first, int end) {
            int node = CountInputs.nodeInWindow(code >>> 1, depth);
            for (int i = first; i < end; i++) {
                boolean own = counters.slot(windows[i], node) >>> shift == part;
                found[i - first] = own ? counters.find(windows[i], node) : OTHER_PART;
            }
            for (int i = first; i < end; i++) {
                if (found[i - first] != OTHER_PART) {
                    counters.update(found[i - first], windows[i], code & 1);
                }
            }
        }
    }
}
