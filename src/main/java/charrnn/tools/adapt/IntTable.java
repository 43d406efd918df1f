package charrnn.tools.adapt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table of ints, of which cheap copies can be made: a copy shares the table, and keeps the pages of 16 ints in which it
 * differs in a hash table.
 */
final class IntTable {
    private static final int PAGE_BITS = 4;
    private static final int PAGE = 1 << PAGE_BITS;

    private final int[] shared;
    private int @Nullable [] slots; // of a copy: 1 + index of a page, by the hash of its number; 0 for none
    private int[] numbers = new int[0]; // of the pages of a copy
    private int[] values = new int[0];
    private int pages;

    /** @param size a power of two */
    IntTable(int size) {
        shared = new int[size];
    }

    private IntTable(IntTable from) {
        shared = from.shared;
        slots = from.slots == null ? new int[64] : from.slots.clone();
        numbers = from.slots == null ? new int[32] : from.numbers.clone();
        values = from.slots == null ? new int[32 * PAGE] : from.values.clone();
        pages = from.pages;
    }

    /** A copy that can be changed. This table must not change as long as the copy is in use, unless it is a copy itself. */
    IntTable copy() {
        return new IntTable(this);
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
            int page = own(slots, index >>> PAGE_BITS); // may replace the array of the values
            values[page * PAGE + (index & PAGE - 1)] = value;
        }
    }

    /** Index of a copy's own page, which is added if there is none. */
    private int own(int[] table, int number) {
        int slot = slot(table, number);
        if (table[slot] > 0) {
            return table[slot] - 1;
        }
        if (pages == numbers.length) {
            grow();
            return own(slots == null ? table : slots, number);
        }
        numbers[pages] = number;
        int length = Math.min(PAGE, shared.length);
        System.arraycopy(shared, number * PAGE, values, pages * PAGE, length);
        table[slot] = ++pages;
        return pages - 1;
    }

    private void grow() {
        numbers = Arrays.copyOf(numbers, 2 * pages);
        values = Arrays.copyOf(values, 2 * pages * PAGE);
        int[] table = new int[4 * pages];
        for (int page = 0; page < pages; page++) {
            table[slot(table, numbers[page])] = page + 1;
        }
        slots = table;
    }

    /** The slot of a page, or the empty one that it would have. */
    private int slot(int[] table, int number) {
        int mask = table.length - 1;
        int slot = (int) (number * 0x9E3779B97F4A7C15L >>> 40) & mask;
        while (table[slot] > 0 && numbers[table[slot] - 1] != number) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
