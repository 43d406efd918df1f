package charrnn.cli;

import charrnn.lstm.NativeLibrary;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** Version and commit, as the build wrote them down. */
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

    /** What a checkpoint notes of where it was made. */
    Progress.Origin origin(String engine) {
        return new Progress.Origin(version(), commit(), engine, NativeLibrary.threads(), cpu());
    }

    private static String cpu() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }
}
