package charrnn.corpus;

import charrnn.config.CorpusConfig;
import com.google.re2j.Pattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** Selects and orders files by a configuration. A glob that excludes a folder excludes everything below it. */
final class ConfiguredFiles implements FolderWalk.Selection {
    private final long seed;
    private final List<Pattern> include;
    private final List<Pattern> exclude;
    private final List<Pattern> heldOutFrom;

    /** @throws charrnn.message.UserError if a glob is malformed */
    ConfiguredFiles(CorpusConfig config) {
        seed = config.seed();
        include = compile("corpus.include", config.include().stream());
        exclude = compile(
                "corpus.exclude",
                config.exclude().stream().flatMap(glob -> Stream.of(glob, glob + (glob.endsWith("/") ? "**" : "/**"))));
        heldOutFrom = compile("corpus.heldOutFrom", config.heldOutFrom().stream());
    }

    private static List<Pattern> compile(String key, Stream<String> globs) {
        return globs.map(glob -> Glob.compile(key, glob)).toList();
    }

    private static boolean matches(List<Pattern> globs, String name) {
        return globs.stream().anyMatch(glob -> glob.matcher(name).matches());
    }

    @Override
    public boolean selects(String path, String name) {
        return matches(include, path) && !excludes(path) && !excludes(name);
    }

    @Override
    public boolean excludes(String name) {
        return matches(exclude, name);
    }

    /** Whether a file can be held out; all others are for training. */
    boolean canBeHeldOut(String name) {
        return matches(heldOutFrom, name);
    }

    /**
     * The sort key of a file. The files that can be held out come first, so that other files do not change which of them are kept;
     * both groups are in shuffled order.
     */
    String order(String name) {
        return (canBeHeldOut(name) ? "0" : "1") + shuffleKey(seed, name);
    }

    /**
     * The key of a file in shuffled order: 16 digits of a hash of seed and name, and the name. Two files keep their order when
     * others are added, so that the corpus keeps most of its split.
     */
    static String shuffleKey(long seed, String name) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
        // Flips the sign bit, so that the digits sort like signed numbers.
        return HexFormat.of().toHexDigits(ByteBuffer.wrap(hash).getLong() ^ Long.MIN_VALUE) + name;
    }
}
