package charrnn.cli;

import charrnn.lstm.NativeLibrary;
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
final class BuildInfo implements IVersionProvider {
    private final Properties properties = new Properties();

    BuildInfo() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("/charrnn/git.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the build's own properties", e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"charrnn " + version() + " (" + commit() + ")"};
    }

    String version() {
        return properties.getProperty("git.build.version", "unknown version");
    }

    /** Abbreviated commit, with {@code -dirty} where the tree had changes. */
    String commit() {
        String commit = properties.getProperty("git.commit.id.abbrev", "");
        boolean dirty = Boolean.parseBoolean(properties.getProperty("git.dirty", "false"));
        return commit.isEmpty() ? "built outside a repository" : "commit " + commit + (dirty ? "-dirty" : "");
    }

    /** The origin that a checkpoint records. */
    Progress.Origin origin(String engine) {
        return new Progress.Origin(version(), commit(), engine, NativeLibrary.threads(), cpu());
    }

    /** Name, family and model of the processor, since the name alone is often generic in a virtual machine. */
    private static String cpu() {
        Map<String, String> first = new HashMap<>();
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            lines.takeWhile(line -> !line.isBlank())
                    .map(line -> line.split("\\s*:\\s*", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> first.put(pair[0], pair[1].strip()));
        } catch (IOException | UncheckedIOException e) {
            // Not Linux.
        }
        String name = first.getOrDefault("model name", System.getProperty("os.arch"));
        return first.containsKey("cpu family") && first.containsKey("model")
                ? name + " (family " + first.get("cpu family") + ", model " + first.get("model") + ")"
                : name;
    }
}
