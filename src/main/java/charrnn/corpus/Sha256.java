package charrnn.corpus;

import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that tells equal files and gives each its place. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Passes bytes through and digests them. */
    static final class Stream extends DigestInputStream {
        Stream(InputStream in) {
            super(in, digest());
        }

        /** Digest of all bytes read, 64 hexadecimal digits; to be asked once. */
        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
