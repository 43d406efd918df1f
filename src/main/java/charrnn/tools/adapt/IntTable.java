package charrnn.tools.adapt;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** A table of ints with copy-on-write pages of 16 ints: a copy is cheap, and stores only its changed pages. */
final class IntTable {
    private static final int PAGE_BITS = 4;
    private static final int PAGE = 1 << PAGE_BITS;

    private final int[] shared;
    private final boolean copy;
    private int[] slots; // of a copy: 1 + index of a page, by the hash of its number; 0 for none
    private int[] pageNumbers; // of the pages of a copy
    private int[] values;
    private int pages;

    /** @param size a power of two */
    IntTable(int size) {
        shared = new int[size];
        copy = false;
        slots = new int[64];
        pageNumbers = new int[32];
        values = new int[32 * PAGE];
    }

    /** A copy that can be changed. The given table must not change while the copy is in use, unless it is a copy itself. */
    IntTable(IntTable from) {
        shared = from.shared;
        copy = true;
        slots = from.slots.clone();
        pageNumbers = from.pageNumbers.clone();
        values = from.values.clone();
        pages = from.pages;
    }

    /** Reads or writes all values; not for a copy, which shares them. */
    void transfer(StateStream state, IntPredicate valid) throws IOException {
        state.ints(shared, valid);
    }

    int size() {
        return shared.length;
    }

    int get(int index) {
        int page = copy ? slots[slot(index >>> PAGE_BITS)] - 1 : -1;
        return page < 0 ? shared[index] : values[page * PAGE + (index & PAGE - 1)];
    }

    void set(int index, int value) {
        if (copy) {
            int page = pageForWriting(index >>> PAGE_BITS); // may replace the array of the values
            values[page * PAGE + (index & PAGE - 1)] = value;
        } else {
            shared[index] = value;
        }
    }

    /** Index of a copy's page, which is added if there is none. */
    private int pageForWriting(int number) {
        int slot = slot(number);
        if (slots[slot] == 0) {
            if (pages == pageNumbers.length) {
                grow();
                slot = slot(number);
            }
            pageNumbers[pages] = number;
            System.arraycopy(shared, number * PAGE, values, pages * PAGE, Math.min(PAGE, shared.length));
            slots[slot] = ++pages;
        }
        return slots[slot] - 1;
    }

    private void grow() {
        pageNumbers = Arrays.copyOf(pageNumbers, 2 * pages);
        values = Arrays.copyOf(values, 2 * pages * PAGE);
        slots = new int[4 * pages];
        for (int page = 0; page < pages; page++) {
            slots[slot(pageNumbers[page])] = page + 1;
        }
    }

    /** The slot of a page, or the empty one that it would have. */
    private int slot(int number) {
        int mask = slots.length - 1;
        int slot = (int) (number * 0x9E3779B97F4A7C15L >>> 40) & mask;
        while (slots[slot] > 0 && pageNumbers[slots[slot] - 1] != number) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
