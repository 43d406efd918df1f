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
 * The release of Linux that {@code corpus/fetch-linux.sh} brought: recorded with a run, so that a later command can name what
 * brings the same files again.
 */
final class KernelRelease {
    private static final String SCRIPT = "fetch-linux.sh";
    private static final String FOLDER = "linux";
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");
    private static final Pattern IN_MAKEFILE = Pattern.compile("(VERSION|PATCHLEVEL|SUBLEVEL) = (\\d+)");

    private KernelRelease() {}

    /** Notes the release of a run's corpus in the run's folder, if it has one. */
    static void record(CorpusConfig corpus, RunFolder folder) throws IOException {
        Optional<String> release = folderOf(corpus)
                .filter(linux -> Files.exists(linux.resolveSibling(SCRIPT)))
                .flatMap(KernelRelease::in);
        if (release.isPresent()) {
            folder.write(folder.kernelRelease(), release.get() + "\n");
        }
    }

    /**
     * A failure to find the files of a recorded split, with the command that brings them where it is known.
     *
     * @param corpus with its paths found
     */
    static UserError explained(UserError failure, CorpusConfig corpus, RunFolder run) {
        Optional<Path> folder = folderOf(corpus);
        Optional<String> wanted = recorded(run.kernelRelease());
        return folder.isEmpty() || wanted.isEmpty() ? failure : explained(failure, folder.get(), wanted.get());
    }

    private static UserError explained(UserError failure, Path folder, String wanted) {
        boolean there = Files.exists(folder);
        List<String> messages = new ArrayList<>();
        if (there) {
            messages.addAll(failure.messages());
            messages.add(folder + " holds "
                    + in(folder).map(release -> "Linux " + release).orElse("a release that it does not name")
                    + "; the network was trained on Linux " + wanted + ", which this brings in its place:");
        } else {
            messages.add("corpus.path: '" + folder + "' does not exist; the network was trained on Linux " + wanted
                    + ", which this brings:");
        }
        String script = folder.resolveSibling(SCRIPT).toString();
        messages.add("    LINUX_VERSION=" + wanted + " "
                + ShellCommand.quoted(there ? script : Places.found(script), false) + (there ? " --force" : ""));
        return new UserError(messages, failure);
    }

    /** The corpus, if it can be what the script brings: one folder of that name. */
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

    /** The release that the Makefile of the kernel names. */
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

    /** Nothing but a number, since it becomes a part of a command. */
    private static Optional<String> recorded(Path file) {
        try {
            return Optional.of(Files.readString(file).strip())
                    .filter(text -> NUMBER.matcher(text).matches());
        } catch (IOException notRecorded) {
            return Optional.empty();
        }
    }
}
