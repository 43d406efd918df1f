package charrnn.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;

/**
 * Where a file stands in the shuffled order: by a hash of seed and name. Unlike a shuffled list, this order does not depend
 * on the other files, so a corpus to which a file is added keeps its order and most of its split.
 *
 * @param hash first 64 bits of SHA-256(seed, name)
 * @param name the file's name, which decides between equal hashes
 */
record Place(long hash, String name) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::hash).thenComparing(Place::name);

    static Place of(long seed, String name) {
        MessageDigest digest = Sha256.digest();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
        return new Place(ByteBuffer.wrap(hash).getLong(), name);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
