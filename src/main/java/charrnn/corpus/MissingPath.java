package charrnn.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What to say of a configured path that is not there. */
final class MissingPath {
    /** More wrong letters than these make another name. */
    private static final int MOST_ERRORS = 2;

    private MissingPath() {}

    static String describe(String path) {
        Path absolute = Path.of(path).toAbsolutePath().normalize();
        String message = "corpus.path: '" + path + "' does not exist";
        if (absolute.endsWith(Path.of("corpus", "linux"))) {
            return message + "; run corpus/fetch-linux.sh to fetch the kernel's C there";
        }
        String where = Path.of(path).isAbsolute() ? "" : " (looked for " + absolute + ")";
        String guess = neighbour(absolute)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
        return message + where + guess;
    }

    /** The path with its last part replaced by the most similar name beside it. */
    private static Optional<Path> neighbour(Path missing) {
        Path folder = missing.getParent();
        Path name = missing.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> beside = Files.list(folder)) {
            return beside.filter(path -> errors(path, name) <= MOST_ERRORS)
                    .min(Comparator.<Path>comparingInt(path -> errors(path, name))
                            .thenComparing(Path::toString));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int errors(Path path, Path name) {
        String candidate = Objects.toString(path.getFileName()).toLowerCase(Locale.ROOT);
        return editDistance(candidate, name.toString().toLowerCase(Locale.ROOT));
    }

    /** Levenshtein's: insertions, deletions and replacements that lead from one word to the other. */
    private static int editDistance(String from, String to) {
        int[] above = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
