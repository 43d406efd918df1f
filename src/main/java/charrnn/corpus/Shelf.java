package charrnn.corpus;

import charrnn.config.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files taken so far, in shuffled order, equal ones once. With a limit of characters it keeps just the files that
 * stand before the limit, whatever the order in which they are put on it.
 */
final class Shelf {
    /** Most characters of a corpus: a Java array's length, for those who copy a text into one. */
    static final int CAPACITY = Integer.MAX_VALUE - 8;

    private final long seed;
    private final long maxChars;
    private final TreeMap<Place, FileText> files = new TreeMap<>();
    private final Map<String, Place> placeOfDigest = new HashMap<>();
    private long chars;
    private int duplicates;

    /** @param maxChars characters kept; 0 sets no limit */
    Shelf(long seed, long maxChars) {
        this.seed = seed;
        this.maxChars = maxChars;
    }

    /** Most characters that one file can give. */
    int limit() {
        return maxChars == 0 ? CAPACITY : (int) Math.min(maxChars, CAPACITY);
    }

    /** Whether a file of this name could stand before the limit. */
    boolean wants(String name) {
        return maxChars == 0 || chars < maxChars || Place.of(seed, name).compareTo(files.lastKey()) < 0;
    }

    /** Puts a file in its place. Of two equal files the one that stands first is kept. */
    void put(FileText file) {
        Place place = Place.of(seed, file.name());
        Place twin = placeOfDigest.get(file.sha256());
        if (twin != null) {
            duplicates++;
            if (twin.compareTo(place) < 0) {
                return;
            }
            remove(twin);
        }
        files.put(place, file);
        placeOfDigest.put(file.sha256(), place);
        chars += file.chars();
        dropBehindLimit();
    }

    private void dropBehindLimit() {
        while (maxChars > 0 && chars - files.lastEntry().getValue().chars() >= maxChars) {
            remove(files.lastKey());
        }
        if (chars > CAPACITY && (maxChars == 0 || maxChars > CAPACITY)) {
            throw new UserError(
                    "corpus.path: more than 2,147,483,639 characters; please set corpus.maxChars to that or less");
        }
    }

    private void remove(Place place) {
        FileText file = files.remove(place);
        if (file != null) {
            placeOfDigest.remove(file.sha256());
            chars -= file.chars();
        }
    }

    /** Number of files that were dropped because an equal one is kept. */
    int duplicates() {
        return duplicates;
    }

    /**
     * The files in shuffled order, the last one cut at a line end where the limit falls into it.
     *
     * @param newline the alphabet's number of the line feed, -1 where there is none
     */
    List<FileText> files(int newline) {
        if (maxChars > 0 && chars > maxChars) {
            FileText last = files.lastEntry().getValue();
            int target = (int) (maxChars - (chars - last.chars()));
            last.text().cutAt(last.cutNear(0, target, newline));
        }
        return new ArrayList<>(files.values());
    }
}
