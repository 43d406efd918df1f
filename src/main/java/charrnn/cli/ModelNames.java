package charrnn.cli;

import charrnn.config.UserError;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Names for the checkpoints that one server serves. */
final class ModelNames {
    private ModelNames() {}

    /**
     * Maps names to checkpoints, in the order of the files. The names are those of the runs' folders or, where two are
     * equal, the shortest ends of the paths that differ.
     *
     * @throws UserError if a file is given twice
     */
    static Map<String, Path> of(List<Path> files) {
        int longest = files.stream()
                .mapToInt(file -> absolute(file).getNameCount())
                .max()
                .orElseThrow();
        return Stream.concat(
                        Stream.<Function<Path, String>>of(RunLocator::runOf),
                        IntStream.rangeClosed(2, longest).mapToObj(length -> file -> end(file, length)))
                .map(name -> named(files, name))
                .filter(named -> named.size() == files.size())
                .findFirst()
                .orElseThrow(() -> new UserError("--checkpoint names a file twice; the files are " + files));
    }

    private static Map<String, Path> named(List<Path> files, Function<Path, String> name) {
        Map<String, Path> named = new LinkedHashMap<>();
        files.forEach(file -> named.put(name.apply(file), file));
        return named;
    }

    /** The last elements of a path without its extension, such as {@code linux/best}. */
    private static String end(Path file, int length) {
        Path path = absolute(file);
        int names = path.getNameCount();
        return path.subpath(Math.max(0, names - length), names)
                .toString()
                .replace('\\', '/')
                .replaceFirst("\\.zip$", "");
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
