package charrnn.corpus;

import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Sorts files and drops duplicates. The files that can be held out come first, so that other files do not change which of
 * them are kept; both groups are in shuffled order. With a character limit, it keeps only the files before the limit. The
 * result does not depend on the order in which files are added.
 */
final class FileSampler {
    private final Predicate<String> canBeHeldOut;
    private final long seed;
    private final long maxChars;
    private final TreeMap<String, TextFile> files = new TreeMap<>();
    private final Map<String, String> keyOfDigest = new HashMap<>();
    private long chars;

    /**
     * The sort key of a file: 16 digits of a hash of seed and name, and the name. Two files keep their order when
     * others are added, so that the corpus keeps most of its split.
     */
    static String shuffleKey(long seed, String name) {
        MessageDigest digest = Sha256.digest();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
        // Flips the sign bit, so that the digits sort like signed numbers.
        return HexFormat.of().toHexDigits(ByteBuffer.wrap(hash).getLong() ^ Long.MIN_VALUE) + name;
    }

    /** @param maxChars maximum number of characters kept; 0 sets no limit */
    FileSampler(Predicate<String> canBeHeldOut, long seed, long maxChars) {
        this.canBeHeldOut = canBeHeldOut;
        this.seed = seed;
        this.maxChars = maxChars;
    }

    private String key(String name) {
        return (canBeHeldOut.test(name) ? "0" : "1") + shuffleKey(seed, name);
    }

    /** Whether a file of this name could come before the limit. */
    boolean mayKeep(String name) {
        return maxChars == 0 || chars < maxChars || key(name).compareTo(files.lastKey()) < 0;
    }

    /** Adds a file unless it is empty. Of two equal files, the first in order is kept. */
    void put(TextFile file) {
        String key = key(file.name());
        String duplicate = keyOfDigest.getOrDefault(file.sha256(), "");
        if (file.chars() == 0 || !duplicate.isEmpty() && duplicate.compareTo(key) < 0) {
            return;
        }
        if (!duplicate.isEmpty()) {
            remove(duplicate);
        }
        files.put(key, file);
        keyOfDigest.put(file.sha256(), key);
        chars += file.chars();
        while (maxChars > 0 && chars - files.lastEntry().getValue().chars() >= maxChars) {
            remove(files.lastKey());
        }
    }

    private void remove(String key) {
        TextFile file = files.remove(key);
        keyOfDigest.remove(file.sha256());
        chars -= file.chars();
    }

    /** The files in order. If the limit falls into the last one, it is cut at a line end. */
    List<TextFile> files(FixedWidthText text) {
        List<TextFile> kept = new ArrayList<>(files.values());
        if (maxChars > 0 && chars > maxChars) {
            TextFile last = kept.get(kept.size() - 1);
            long target = maxChars - (chars - last.chars());
            kept.set(kept.size() - 1, last.cutAt(last.cutNear(0, target, text)));
        }
        return kept;
    }
}
