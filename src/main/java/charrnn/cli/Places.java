package charrnn.cli;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a user named or left unnamed: from here, and where that fails, beside the jar. */
final class Places {
    private Places() {}

    /** The corpus with its relative paths found beside the jar where they are not here. */
    static CorpusConfig found(CorpusConfig corpus) {
        return corpus.withPath(corpus.path().stream().map(Places::found).toList());
    }

    private static String found(String path) {
        Path beside = folderOfJar().resolve(path);
        return !Files.exists(Path.of(path)) && Files.exists(beside) ? beside.toString() : path;
    }

    private static Path folderOfJar() {
        try {
            Path code = Path.of(Places.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = code.getParent();
            return folder == null || Files.isDirectory(code) ? Path.of("") : folder;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Checks the name of a file that is to be written.
     *
     * @throws UserError if it is a folder, or its folder is not there
     */
    static void checkWritable(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(option + " " + file + " is a folder, but must be a file");
        }
        Path folder = file.toAbsolutePath().resolveSibling("");
        if (!Files.isDirectory(folder)) {
            throw new UserError(option + " " + file + ": there is no folder " + folder);
        }
    }

    /**
     * The checkpoint that a user named, or the best of the newest run.
     *
     * @throws UserError if there is none
     */
    static Path checkpoint(Optional<Path> named) {
        return named.orElseGet(Places::newestRunsBest);
    }

    private static Path newestRunsBest() {
        List<Path> folders = Stream.of(Path.of("checkpoints"), folderOfJar().resolve("checkpoints"))
                .filter(Files::isDirectory)
                .toList();
        return folders.stream()
                .flatMap(Places::newestRun)
                .findFirst()
                .orElseThrow(
                        () -> new UserError(
                                "there is no trained network in "
                                        + Path.of("checkpoints").toAbsolutePath()
                                        + ": train one (charrnn --config quick.yaml takes two minutes), or name one with --checkpoint"));
    }

    private static Stream<Path> newestRun(Path folder) {
        try (Stream<Path> runs = Files.list(folder)) {
            return runs
                    .filter(run -> Files.isRegularFile(run.resolve("last.zip")))
                    .max(Comparator.comparing(run -> modified(run.resolve("last.zip"))))
                    .map(run -> Files.isRegularFile(run.resolve("best.zip"))
                            ? run.resolve("best.zip")
                            : run.resolve("last.zip"))
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
