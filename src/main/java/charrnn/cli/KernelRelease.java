package charrnn.cli;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Records the Linux release of a corpus from {@code corpus/fetch-linux.sh} in the run's folder, so that a later command can
 * print how to fetch the same files again.
 */
final class KernelRelease {
    private static final String SCRIPT = "fetch-linux.sh";
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");
    private static final Pattern IN_MAKEFILE =
            Pattern.compile("(?m)^VERSION = (\\d+)\nPATCHLEVEL = (\\d+)\nSUBLEVEL = (\\d+)$");

    private KernelRelease() {}

    /** Writes the release of a run's corpus into the run's folder if the corpus is from the script. */
    static void record(CorpusConfig corpus, RunFolder folder) throws IOException {
        Optional<Path> linux = folderOf(corpus).filter(path -> Files.exists(path.resolveSibling(SCRIPT)));
        String release = linux.map(KernelRelease::releaseIn).orElse("");
        if (!release.isEmpty()) {
            AtomicFile.writeString(folder.kernelRelease(), release + "\n");
        }
    }

    /** Adds the command that fetches a run's missing files to the failure, if their release is known. */
    static UserError withFetchCommand(UserError failure, CorpusConfig corpus, RunFolder run) {
        Optional<Path> linux = folderOf(corpus);
        String wanted = text(run.kernelRelease()).strip();
        // Only a version number, since it becomes part of a shell command.
        if (linux.isEmpty() || !NUMBER.matcher(wanted).matches()) {
            return failure;
        }
        Path folder = linux.get();
        boolean exists = Files.exists(folder);
        List<String> messages = new ArrayList<>(exists ? failure.messages() : List.of());
        messages.add(found(folder, wanted) + "; the network was trained on Linux " + wanted + ". This command "
                + (exists ? "replaces" : "fetches") + " it:");
        String script = folder.resolveSibling(SCRIPT).toString();
        messages.add("    LINUX_VERSION=" + wanted + " "
                + ShellLine.quoted(exists ? script : new FileFinder().resolve(script), false)
                + (exists ? " --force" : "")
                + directories(corpus, folder));
        return new UserError(messages, failure);
    }

    private static String found(Path folder, String wanted) {
        if (!Files.exists(folder)) {
            return "corpus.path: '" + folder + "' does not exist";
        }
        String release = releaseIn(folder);
        return release.equals(wanted)
                ? folder + " holds only some of the files, or changed ones"
                : folder + " holds " + (release.isEmpty() ? "an unknown release" : "Linux " + release);
    }

    /** The folder of a corpus that may be from the script: one named {@code linux}, or the one that all paths are in. */
    private static Optional<Path> folderOf(CorpusConfig corpus) {
        try {
            List<Path> folders = corpus.path().stream()
                    .map(Path::of)
                    .map(path -> path.endsWith("linux") ? path : path.resolveSibling(""))
                    .distinct()
                    .toList();
            return Optional.of(folders.get(0)).filter(path -> folders.size() == 1 && path.endsWith("linux"));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The script's option for the directories that a corpus names; empty if it names the folder itself. */
    private static String directories(CorpusConfig corpus, Path folder) {
        String names = corpus.path().stream()
                .map(Path::of)
                .filter(path -> !path.equals(folder))
                .map(path -> String.valueOf(path.getFileName()))
                .collect(Collectors.joining(" "));
        return names.isEmpty() ? "" : " --dirs " + ShellLine.quoted(names, false);
    }

    /** The release in the kernel's Makefile; empty if there is none. */
    private static String releaseIn(Path folder) {
        Matcher release = IN_MAKEFILE.matcher(text(folder.resolve("Makefile")));
        return release.find() ? release.group(1) + "." + release.group(2) + "." + release.group(3) : "";
    }

    /** The text of a file; empty if it cannot be read. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
