package charrnn.cli;

import charrnn.config.ConfigWriter;
import charrnn.config.CorpusConfig;
import charrnn.config.Spelling;
import charrnn.config.UserError;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds files in the current folder and, where they are not there, beside the program's jar. */
public final class FileFinder {
    private static final String ENDING = ".yaml";

    private final Path here;
    private final Optional<Path> jarFolder;

    public FileFinder() {
        this(Path.of(""), jarFile(code()).map(Path::getParent));
    }

    /**
     * @param here the current folder
     * @param jarFolder the folder of the program's jar; empty if the program does not run from one
     */
    FileFinder(Path here, Optional<Path> jarFolder) {
        this.here = here;
        this.jarFolder = jarFolder;
    }

    /** A jar or a folder of classes. */
    private static Path code() {
        try {
            CodeSource source = FileFinder.class.getProtectionDomain().getCodeSource();
            return source == null ? Path.of("") : Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException notAFile) {
            return Path.of("");
        }
    }

    private static Optional<Path> jarFile(Path code) {
        return Optional.of(code).filter(Files::isRegularFile);
    }

    /** The program's jar, as a command in the current folder names it. */
    static Path jar() {
        return jar(code(), Path.of("").toAbsolutePath());
    }

    /** @param code the program's jar or its folder of classes */
    static Path jar(Path code, Path here) {
        return jarFile(code)
                .map(file -> file.toAbsolutePath().normalize())
                .map(jar -> jar.startsWith(here) ? here.relativize(jar) : jar)
                .orElse(Path.of("charrnn.jar"));
    }

    /** The corpus with its relative paths replaced by those beside the jar that exist only there. */
    CorpusConfig found(CorpusConfig corpus) {
        return corpus.withPath(corpus.path().stream().map(this::found).toList());
    }

    /** The path beside the jar if it exists only there, or else the path itself. */
    String found(String path) {
        try {
            Optional<Path> beside =
                    jarFolder.map(folder -> folder.resolve(path)).filter(Files::exists);
            return beside.isEmpty() || Files.exists(here.resolve(path))
                    ? path
                    : beside.get().toString();
        } catch (InvalidPathException e) {
            return path; // opening it fails with a message
        }
    }

    /** The folder of a name in the current folder and, if that is another one, beside the jar. */
    List<Path> folders(String name) {
        Path first = here.resolve(name);
        return Stream.concat(
                        Stream.of(first),
                        jarFolder.map(folder -> folder.resolve(name)).filter(folder -> !isSame(folder, first)).stream())
                .toList();
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them does not exist
        }
    }

    /**
     * The file of a configuration: a path from here or, if there is no such file, one in a folder {@code config}, with or
     * without {@code .yaml}.
     *
     * @param nameOrPath such as {@code lstm}, {@code lstm.yaml} or {@code experiments/wide.yaml}
     * @throws UserError with the names of all configurations, if there is no such file
     */
    public Path config(String nameOrPath) {
        try {
            Stream<Path> named = folders("config").stream()
                    .flatMap(folder -> Stream.of(folder.resolve(nameOrPath), folder.resolve(nameOrPath + ENDING)));
            return Stream.concat(Stream.of(here.resolve(nameOrPath)), named)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new UserError(noConfig(nameOrPath)));
        } catch (InvalidPathException e) {
            throw new UserError(ConfigWriter.shown(nameOrPath) + " cannot be a file's name: " + e.getReason(), e);
        }
    }

    private String noConfig(String nameOrPath) {
        List<Path> folders = folders("config");
        String missing = "there is no configuration " + ConfigWriter.shown(nameOrPath) + ", neither as a path nor in "
                + Spelling.either(folders.stream().map(Path::toString).toList());
        List<String> names = folders.stream()
                .flatMap(folder -> filesIn(folder).stream())
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.replaceFirst("(?<!^)\\.yaml$", ""))
                .sorted()
                .distinct()
                .toList();
        String bare = nameOrPath.replaceFirst("(?<!^)\\.[^.]*$", "");
        return names.isEmpty()
                ? missing + ", where there are none at all"
                : missing + "; there are " + String.join(", ", names)
                        + Spelling.didYouMean(Spelling.nearest(bare, names));
    }

    private static List<String> filesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> folder.relativize(file).toString()).toList();
        } catch (IOException noSuchFolder) {
            return List.of();
        }
    }
}
