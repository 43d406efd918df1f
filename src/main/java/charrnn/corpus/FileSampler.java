package charrnn.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files taken so far, in shuffled order, equal ones once. With a limit of characters it keeps just the files that
 * stand before the limit, whatever the order in which they are put on it.
 */
final class FileSampler {
    private final long seed;
    private final long maxChars;
    private final TreeMap<Place, FileText> files = new TreeMap<>();
    private final Map<String, Place> placeOfDigest = new HashMap<>();
    private long chars;
    private final List<FileText> duplicates = new ArrayList<>();

    /** @param maxChars characters kept; 0 sets no limit */
    FileSampler(long seed, long maxChars) {
        this.seed = seed;
        this.maxChars = maxChars;
    }

    /** Most characters that one file can give. */
    long limit() {
        return maxChars == 0 ? Long.MAX_VALUE : maxChars;
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
            if (twin.compareTo(place) < 0) {
                duplicates.add(file);
                return;
            }
            remove(twin).ifPresent(duplicates::add);
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
    }

    private Optional<FileText> remove(Place place) {
        Optional<FileText> file = Optional.ofNullable(files.remove(place));
        file.ifPresent(gone -> {
            placeOfDigest.remove(gone.sha256());
            chars -= gone.chars();
        });
        return file;
    }

    /** Files that were dropped because an equal one was there. */
    List<FileText> duplicates() {
        return duplicates;
    }

    /**
     * The files in shuffled order, the last one cut at a line end where the limit falls into it.
     *
     * @param text where they stand
     * @param newline the number of the line feed there, -1 where there is none
     */
    List<FileText> files(CodedText text, int newline) {
        List<FileText> kept = new ArrayList<>(files.values());
        if (maxChars > 0 && chars > maxChars) {
            FileText last = kept.get(kept.size() - 1);
            long target = maxChars - (chars - last.chars());
            kept.set(kept.size() - 1, last.cutAt(last.cutNear(0, target, text, newline)));
        }
        return kept;
    }
}
