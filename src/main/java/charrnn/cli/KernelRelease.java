package charrnn.cli;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.train.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Linux release of a corpus from {@code corpus/fetch-linux.sh}. It is recorded in the run's folder, so that a later
 * command can say how to fetch the same files again.
 */
final class KernelRelease {
    private static final String SCRIPT = "fetch-linux.sh";
    private static final String FOLDER = "linux";
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");
    private static final Pattern IN_MAKEFILE = Pattern.compile("(VERSION|PATCHLEVEL|SUBLEVEL) = (\\d+)");

    private KernelRelease() {}

    /** Writes the release of a run's corpus into the run's folder, if the corpus is from the script. */
    static void record(CorpusConfig corpus, RunFolder folder) throws IOException {
        Optional<String> release = folderOf(corpus)
                .filter(linux -> Files.exists(linux.resolveSibling(SCRIPT)))
                .flatMap(KernelRelease::in);
        if (release.isPresent()) {
            folder.write(folder.kernelRelease(), release.get() + "\n");
        }
    }

    /**
     * Adds to a failure to find the files of a recorded split the command that fetches them, if it is known.
     *
     * @param corpus the corpus with resolved paths
     */
    static UserError explained(UserError failure, CorpusConfig corpus, RunFolder run) {
        Optional<Path> folder = folderOf(corpus);
        Optional<String> wanted = recorded(run.kernelRelease());
        return folder.isEmpty() || wanted.isEmpty() ? failure : explained(failure, folder.get(), wanted.get());
    }

    private static UserError explained(UserError failure, Path folder, String wanted) {
        boolean exists = Files.exists(folder);
        List<String> messages = new ArrayList<>();
        if (exists) {
            messages.addAll(failure.messages());
            messages.add(folder + " holds "
                    + in(folder).map(release -> "Linux " + release).orElse("an unknown release")
                    + "; the network was trained on Linux " + wanted + ". This command replaces it:");
        } else {
            messages.add("corpus.path: '" + folder + "' does not exist; the network was trained on Linux " + wanted
                    + ". This command fetches it:");
        }
        String script = folder.resolveSibling(SCRIPT).toString();
        messages.add("    LINUX_VERSION=" + wanted + " "
                + ShellCommand.quoted(exists ? script : new FileFinder().found(script), false)
                + (exists ? " --force" : ""));
        return new UserError(messages, failure);
    }

    /** The corpus folder, if it can be the script's: a single one named {@code linux}. */
    private static Optional<Path> folderOf(CorpusConfig corpus) {
        try {
            return Optional.of(corpus.path())
                    .filter(paths -> paths.size() == 1)
                    .map(paths -> Path.of(paths.get(0)))
                    .filter(path -> path.endsWith(FOLDER));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The release in the kernel's Makefile. */
    private static Optional<String> in(Path folder) {
        Map<String, String> numbers = new HashMap<>();
        try (Stream<String> lines = Files.lines(folder.resolve("Makefile"))) {
            lines.map(IN_MAKEFILE::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> numbers.putIfAbsent(line.group(1), line.group(2)));
        } catch (IOException | UncheckedIOException noMakefile) {
            return Optional.empty();
        }
        return numbers.size() < 3
                ? Optional.empty()
                : Optional.of(numbers.get("VERSION") + "." + numbers.get("PATCHLEVEL") + "." + numbers.get("SUBLEVEL"));
    }

    /** The recorded release; empty unless it is a version number, since it becomes part of a shell command. */
    private static Optional<String> recorded(Path file) {
        try {
            return Optional.of(Files.readString(file).strip())
                    .filter(text -> NUMBER.matcher(text).matches());
        } catch (IOException notRecorded) {
            return Optional.empty();
        }
    }
}
