package charrnn.config;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a configuration by name: a path from here, else a file in {@code config/} here or beside the jar. */
final class ConfigFinder {
    private static final String ENDING = ".yaml";

    private final Path here;
    private final List<Path> folders;

    /**
     * @param here the working directory
     * @param jarFolder the folder that the program's jar is in, if it runs from one
     */
    ConfigFinder(Path here, Optional<Path> jarFolder) {
        this.here = here;
        this.folders = Stream.concat(Stream.of(here), jarFolder.filter(folder -> !isSame(folder, here)).stream())
                .map(folder -> folder.resolve("config"))
                .toList();
    }

    private static boolean isSame(Path folder, Path other) {
        return folder.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** The folder of the jar that this class was loaded from; empty for a folder of classes. */
    static Optional<Path> folderOfJar() {
        try {
            CodeSource source = ConfigFinder.class.getProtectionDomain().getCodeSource();
            Path code =
                    source == null ? Path.of("") : Path.of(source.getLocation().toURI());
            return Optional.of(code).filter(Files::isRegularFile).map(Path::getParent);
        } catch (URISyntaxException | IllegalArgumentException notAFile) {
            return Optional.empty();
        }
    }

    /** The first file that a name stands for. */
    Path find(String nameOrPath) {
        try {
            return candidates(nameOrPath)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new UserError(notFound(nameOrPath)));
        } catch (InvalidPathException e) {
            throw new UserError(YamlText.shown(nameOrPath) + " cannot be a file's name: " + e.getReason(), e);
        }
    }

    private Stream<Path> candidates(String nameOrPath) {
        return Stream.concat(
                Stream.of(here.resolve(nameOrPath)),
                folders.stream()
                        .flatMap(folder -> Stream.of(folder.resolve(nameOrPath), folder.resolve(nameOrPath + ENDING))));
    }

    private String notFound(String nameOrPath) {
        String missing = "there is no configuration " + YamlText.shown(nameOrPath) + ", neither as a path nor in "
                + Spelling.either(folders.stream().map(Path::toString).toList());
        List<String> names = names();
        return names.isEmpty()
                ? missing + ", where there are none at all"
                : missing + "; there are " + String.join(", ", names)
                        + Spelling.question(Spelling.nearest(ConfigFiles.withoutEnding(nameOrPath), names));
    }

    private List<String> names() {
        return folders.stream()
                .flatMap(folder -> filesIn(folder).stream())
                .filter(name -> name.endsWith(ENDING))
                .map(ConfigFiles::withoutEnding)
                .sorted()
                .distinct()
                .toList();
    }

    private static List<String> filesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(ConfigFiles::nameOf).toList();
        } catch (IOException noSuchFolder) {
            return List.of();
        }
    }
}
