package charrnn.config;

import charrnn.message.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Loads a {@link Config} from a YAML file and {@code --set} overrides. */
public final class ConfigLoader {
    private static final int MAX_BYTES = 1 << 20;

    private ConfigLoader() {}

    /**
     * Loads a file. If it has no {@code name}, the run gets the file's name without its extension.
     *
     * @param file a YAML file of at most 1 MiB
     * @param overrides {@code key=value}, the value in YAML; later overrides replace earlier ones and the file's values
     * @throws UserError with all mistakes in the file and the overrides
     */
    public static Config load(Path file, List<String> overrides) {
        return load(file, overrides, Map.of());
    }

    /** Loads a file; the values of {@code fixed}, by their keys, replace those of the file and of the overrides; messages name {@code --init-from}. */
    public static Config load(Path file, List<String> overrides, Map<String, Object> fixed) {
        String fileName = Objects.toString(file.getFileName(), file.toString());
        int dot = fileName.lastIndexOf('.');
        String defaultName = dot > 0 ? fileName.substring(0, dot) : fileName;
        Config config = parse(read(file, fileName), fileName, overrides, fixed, defaultName);
        return config.name().isEmpty() ? config.withName(defaultName) : config;
    }

    /** Parses YAML as {@link #load} does, except that the name stays empty if it is not given; messages have the source's name. */
    public static Config parse(String yaml, String sourceName, List<String> overrides) {
        return parse(yaml, sourceName, overrides, Map.of(), "");
    }

    /** Parses the configuration in a checkpoint, perhaps one of an earlier version: keys that this version does not have are left out. */
    public static Config recorded(String yaml, String sourceName) {
        List<String> mistakes = new ArrayList<>();
        Config config = recorded(yaml, sourceName, mistakes::add);
        UserError.throwIfAny(mistakes);
        return config;
    }

    /** As {@link #recorded(String, String)}, but a value that this version does not allow has its default, all if the text is not YAML. */
    public static Config recorded(String yaml, String sourceName, Consumer<String> mistakes) {
        Draft draft = new Draft(sourceName);
        YamlReader.read(yaml, draft::mistake).ifPresent(new ConfigReader(draft, true)::readFile);
        draft.mistakes().forEach(mistakes);
        return draft.config();
    }

    private static Config parse(
            String yaml, String sourceName, List<String> overrides, Map<String, Object> fixed, String defaultName) {
        Draft draft = new Draft(sourceName);
        ConfigReader reader = new ConfigReader(draft, false);
        YamlReader.read(yaml, draft::mistake).ifPresent(reader::readFile);
        overrides.forEach(reader::readOverride);
        fixed.forEach((key, value) -> draft.put(key, value, Draft.INIT_FROM));
        draft.throwMistakes();
        new CrossChecks(draft, draft.config()).run(defaultName);
        draft.throwMistakes();
        return draft.config();
    }

    private static String read(Path file, String fileName) {
        try (InputStream in = Files.newInputStream(file)) {
            return text(in.readNBytes(MAX_BYTES + 1), fileName);
        } catch (IOException e) {
            throw UserError.unreadable(file, e);
        }
    }

    /** Decodes a file's bytes, which must be UTF-8, and removes a byte order mark. */
    static String text(byte[] bytes, String sourceName) {
        if (bytes.length > MAX_BYTES) {
            throw new UserError(sourceName + " is larger than 1 MiB, the limit for a configuration");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
            String before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
            long line = 1 + before.chars().filter(c -> c == '\n').count();
            throw new UserError(sourceName + ":" + line + ": this is not UTF-8 text; save the file as UTF-8");
        }
        return out.flip().toString().replaceFirst("^\uFEFF", "");
    }
}
