package charrnn.cli.base;

import charrnn.lstm.NativeLibrary;
import charrnn.message.Count;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** Version and commit of this build, from the properties that Maven writes. */
public final class BuildInfo implements IVersionProvider {
    private final Properties properties = new Properties();

    public BuildInfo() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("/charrnn/git.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the properties of the build", e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"charrnn " + version() + " (" + commit() + ")"};
    }

    public String version() {
        return properties.getProperty("git.build.version", "unknown version");
    }

    /** The commit's abbreviated hash, with {@code -dirty} if the build had uncommitted changes. */
    private String commit() {
        String commit = properties.getProperty("git.commit.id.abbrev", "");
        boolean dirty = Boolean.parseBoolean(properties.getProperty("git.dirty", "false"));
        return commit.isEmpty() ? "built outside a repository" : "commit " + commit + (dirty ? "-dirty" : "");
    }

    /** This program and machine, as recorded in a checkpoint. */
    public Progress.Origin origin(String engine) {
        return new Progress.Origin(version(), commit(), engine, NativeLibrary.threads(), cpu());
    }

    public static String describe(Progress.Origin origin) {
        return "charrnn " + origin.version() + " (" + origin.gitCommit() + "), " + origin.engine() + " LSTM, "
                + Count.of(origin.threads(), "thread") + ", " + origin.cpu();
    }

    /** Name, family and model of the processor, since the name alone is often generic in a virtual machine. */
    private static String cpu() {
        Map<String, String> processor = new HashMap<>();
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            lines.takeWhile(line -> !line.isBlank())
                    .map(line -> line.split("\\s*:\\s*", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> processor.put(pair[0], pair[1].strip()));
        } catch (IOException | UncheckedIOException e) {
            // Not Linux.
        }
        String name = processor.getOrDefault("model name", System.getProperty("os.arch"));
        return processor.containsKey("cpu family") && processor.containsKey("model")
                ? name + " (family " + processor.get("cpu family") + ", model " + processor.get("model") + ")"
                : name;
    }
}
