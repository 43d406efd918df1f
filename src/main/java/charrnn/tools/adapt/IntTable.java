package charrnn.tools.adapt;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A table of ints with copy-on-write pages of 16 ints: a copy is cheap, and stores only its changed pages. */
final class IntTable {
    private static final int PAGE_BITS = 4;
    private static final int PAGE = 1 << PAGE_BITS;

    private final int[] shared;
    private int @Nullable [] slots; // of a copy: 1 + index of a page, by the hash of its number; 0 for none
    private int[] pageNumbers = new int[0]; // of the pages of a copy
    private int[] values = new int[0];
    private int pages;

    /** @param size a power of two */
    IntTable(int size) {
        shared = new int[size];
    }

    private IntTable(IntTable from) {
        shared = from.shared;
        slots = from.slots == null ? new int[64] : from.slots.clone();
        pageNumbers = from.slots == null ? new int[32] : from.pageNumbers.clone();
        values = from.slots == null ? new int[32 * PAGE] : from.values.clone();
        pages = from.pages;
    }

    /** A copy that can be changed. This table must not change as long as the copy is in use, unless it is a copy itself. */
    IntTable copy() {
        return new IntTable(this);
    }

    /**
     * Reads or writes all values; not for a copy.
     *
     * @param valid condition of each value
     */
    void transfer(StateStream state, IntPredicate valid) throws IOException {
        if (slots != null) {
            throw new IllegalStateException("a copy shares its values");
        }
        state.ints(shared, valid);
    }

    int size() {
        return shared.length;
    }

    int get(int index) {
        if (slots != null) {
            int page = slots[slot(slots, index >>> PAGE_BITS)] - 1;
            if (page >= 0) {
                return values[page * PAGE + (index & PAGE - 1)];
            }
        }
        return shared[index];
    }

    void set(int index, int value) {
        if (slots == null) {
            shared[index] = value;
        } else {
            int page = pageForWriting(slots, index >>> PAGE_BITS); // may replace the array of the values
            values[page * PAGE + (index & PAGE - 1)] = value;
        }
    }

    /** Index of a copy's page, which is added if there is none. */
    private int pageForWriting(int[] table, int number) {
        int slot = slot(table, number);
        if (table[slot] > 0) {
            return table[slot] - 1;
        }
        if (pages == pageNumbers.length) {
            grow();
            return pageForWriting(slots == null ? table : slots, number);
        }
        pageNumbers[pages] = number;
        int length = Math.min(PAGE, shared.length);
        System.arraycopy(shared, number * PAGE, values, pages * PAGE, length);
        table[slot] = ++pages;
        return pages - 1;
    }

    private void grow() {
        pageNumbers = Arrays.copyOf(pageNumbers, 2 * pages);
        values = Arrays.copyOf(values, 2 * pages * PAGE);
        int[] table = new int[4 * pages];
        for (int page = 0; page < pages; page++) {
            table[slot(table, pageNumbers[page])] = page + 1;
        }
        slots = table;
    }

    /** The slot of a page, or the empty one that it would have. */
    private int slot(int[] table, int number) {
        int mask = table.length - 1;
        int slot = (int) (number * 0x9E3779B97F4A7C15L >>> 40) & mask;
        while (table[slot] > 0 && pageNumbers[table[slot] - 1] != number) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
