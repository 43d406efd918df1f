package charrnn.tools.serve;

import charrnn.config.UserError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The key that clients send in the header {@code Authorization}. */
final class ApiKey {
    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    /** @throws UserError if the key has characters that a header cannot carry */
    ApiKey(String key) {
        if (!key.matches("[\\x21-\\x7e]+")) {
            throw new UserError("--api-key must be ASCII characters that print, without spaces");
        }
        digest = digest(key);
    }

    /**
     * Whether the value of a header {@code Authorization} has the key. Digests are compared in constant time, so that the time
     * does not depend on how many characters are right.
     */
    boolean isIn(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(digest, digest(authorization.substring(SCHEME.length())));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
