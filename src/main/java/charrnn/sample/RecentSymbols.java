package charrnn.sample;

/** The last symbols of a text. */
final class RecentSymbols {
    private final int[] ring; // the oldest is at the next place to write
    private final int[] counts; // of each symbol in the ring
    private long added;

    RecentSymbols(int size, int vocabulary) {
        ring = new int[size];
        counts = new int[vocabulary];
    }

    private RecentSymbols(RecentSymbols other) {
        ring = other.ring.clone();
        counts = other.counts.clone();
        added = other.added;
    }

    void add(int index) {
        int place = (int) (added % ring.length);
        if (added >= ring.length) {
            counts[ring[place]]--;
        }
        ring[place] = index;
        counts[index]++;
        added++;
    }

    boolean contains(int index) {
        return counts[index] > 0;
    }

    RecentSymbols copy() {
        return new RecentSymbols(this);
    }
}
