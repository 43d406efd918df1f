package charrnn.config;

import charrnn.config.Draft.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Reads configurations: a YAML file, with {@code --set} over it, becomes a {@link Config}. */
public final class ConfigLoader {
    private static final int MOST_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ConfigLoader() {}

    /**
     * Loads a file. Where it gives no {@code name}, the run is named after the file, without its ending.
     *
     * @param file a YAML file of at most 1 MiB
     * @param overrides {@code key=value}, the value in YAML; a later one wins over an earlier one and over the file
     * @throws UserError with every mistake of the file and the overrides, if there is one
     */
    public static Config load(Path file, List<String> overrides) {
        String fileName = Objects.toString(file.getFileName(), file.toString());
        int dot = fileName.lastIndexOf('.');
        String runName = dot > 0 ? fileName.substring(0, dot) : fileName;
        Config config = parse(read(file, fileName), fileName, overrides, runName);
        return config.name().isEmpty() ? config.withName(runName) : config;
    }

    /**
     * Reads a YAML text; a name that it does not give stays empty.
     *
     * @param yaml the text; an empty one leaves every key at its default
     * @param sourceName its name in messages, such as {@code lstm.yaml}
     * @param overrides {@code key=value}, the value in YAML; a later one wins over an earlier one and over the text
     * @throws UserError with every mistake of the text and the overrides, if there is one
     */
    public static Config parse(String yaml, String sourceName, List<String> overrides) {
        return parse(yaml, sourceName, overrides, "");
    }

    private static Config parse(String yaml, String sourceName, List<String> overrides, String runName) {
        refuseOversize(yaml.length(), sourceName);
        Draft draft = new Draft();
        ConfigReader.readText(yaml, sourceName, draft);
        overrides.forEach(override -> ConfigReader.readOverride(override, draft));
        new CrossChecks(draft, new Place(sourceName, 1)).run(runName);
        draft.refuseMistakes();
        return draft.config();
    }

    private static String read(Path file, String fileName) {
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
            return text(in.readNBytes(MOST_BYTES + 1), fileName);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The text of a file's bytes, which must be UTF-8, without a byte order mark. */
    static String text(byte[] bytes, String sourceName) {
        refuseOversize(bytes.length, sourceName);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
            String before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
            long line = 1 + before.chars().filter(c -> c == '\n').count();
            throw new UserError(sourceName + ":" + line + ": this is not UTF-8 text; save the file as UTF-8");
        }
        String text = out.flip().toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Refuses a large file before the YAML parser spends time and memory on it. */
    private static void refuseOversize(int length, String sourceName) {
        if (length > MOST_BYTES) {
            throw new UserError(sourceName + " is larger than 1 MiB, so it is hardly a configuration");
        }
    }
}
