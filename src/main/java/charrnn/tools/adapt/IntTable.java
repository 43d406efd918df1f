package charrnn.tools.adapt;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.agrona.collections.Int2IntHashMap;
import org.jspecify.annotations.Nullable;

/** A table of ints with copy-on-write pages of 16 ints: a copy is cheap, and stores only its changed pages. */
final class IntTable {
    private static final int PAGE_BITS = 4;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int NONE = -1;

    private final int[] shared;
    private final @Nullable Int2IntHashMap pages; // of a copy: place of a changed page in the values, by its number
    private int[] values;

    /** @param size a power of two */
    IntTable(int size) {
        shared = new int[size];
        pages = null;
        values = new int[PAGE];
    }

    /** A copy that can be changed. The given table must not change while the copy is in use, unless it is a copy itself. */
    IntTable(IntTable from) {
        shared = from.shared;
        pages = from.pages == null ? new Int2IntHashMap(NONE) : new Int2IntHashMap(from.pages);
        values = from.values.clone();
    }

    /** Reads or writes all values; not for a copy, which shares them. */
    void transfer(StateStream state, IntPredicate valid) throws IOException {
        if (pages != null) {
            throw new IllegalStateException("a copy shares its values");
        }
        state.ints(shared, valid);
    }

    int size() {
        return shared.length;
    }

    int get(int index) {
        int page = pages == null ? NONE : pages.get(index >>> PAGE_BITS);
        return page == NONE ? shared[index] : values[page * PAGE + (index & PAGE - 1)];
    }

    void set(int index, int value) {
        if (pages == null) {
            shared[index] = value;
        } else {
            int page = changedPage(pages, index >>> PAGE_BITS); // may replace the array of the values
            values[page * PAGE + (index & PAGE - 1)] = value;
        }
    }

    private int changedPage(Int2IntHashMap known, int number) {
        int page = known.get(number);
        if (page == NONE) {
            page = known.size();
            known.put(number, page);
            values = values.length > page * PAGE ? values : Arrays.copyOf(values, 2 * values.length);
            System.arraycopy(shared, number * PAGE, values, page * PAGE, Math.min(PAGE, shared.length));
        }
        return page;
    }
}
