package charrnn.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the text of a configuration file, strictly: UTF-8, and no larger than a configuration can be. */
final class ConfigFiles {
    private static final int MOST_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ConfigFiles() {}

    /** The text of a file, without a byte order mark. */
    static String read(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder, but must be a configuration file");
        }
        if (!Files.exists(file)) {
            throw new UserError(file + ": there is no such configuration file");
        }
        if (!Files.isReadable(file)) {
            throw new UserError(file + " cannot be read: permission is denied");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return text(in.readNBytes(MOST_BYTES + 1), nameOf(file));
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The text of a file's bytes, without a byte order mark. */
    static String text(byte[] bytes, String sourceName) {
        refuseOversize(bytes.length, sourceName);
        String text = decoded(bytes, sourceName);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Refuses what is no configuration before YAML's parser spends time and memory on it. */
    static void refuseOversize(int length, String sourceName) {
        if (length > MOST_BYTES) {
            throw new UserError(sourceName + " is larger than 1 MiB, so it is hardly a configuration");
        }
    }

    private static String decoded(byte[] bytes, String sourceName) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            long line = 1
                    + new String(bytes, 0, in.position(), StandardCharsets.UTF_8)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new UserError(sourceName + ":" + line + ": this is not UTF-8 text; save the file as UTF-8");
        }
        return out.flip().toString();
    }

    /** The last part of a path. */
    static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    /** {@code lstm} of {@code lstm.yaml}. */
    static String withoutEnding(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }
}
