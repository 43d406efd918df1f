package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Opens the configured paths. */
final class Sources {
    private final ArchiveLimits limits;
    private final List<Source> sources = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    private Sources(ArchiveLimits limits) {
        this.limits = limits;
    }

    /**
     * One source a path.
     *
     * @throws UserError if there is no path, or one does not exist; all such are named
     */
    static List<Source> of(List<String> paths, ArchiveLimits limits) {
        if (paths.isEmpty()) {
            throw new UserError("corpus.path: names nothing; it takes folders, files and archives");
        }
        Sources opened = new Sources(limits);
        paths.forEach(path -> opened.open(path, paths.size() > 1));
        if (!opened.errors.isEmpty()) {
            throw new UserError(opened.errors);
        }
        return opened.sources;
    }

    private void open(String path, boolean several) {
        try {
            Path root = Path.of(path);
            if (path.isBlank()) {
                errors.add("corpus.path: '" + path + "' is no path");
            } else {
                Files.readAttributes(root, BasicFileAttributes.class);
                sources.add(open(root, several));
            }
        } catch (NoSuchFileException e) {
            errors.add(MissingPath.describe(path));
        } catch (IOException e) {
            errors.add("corpus.path: '" + path + "' cannot be read: " + Reason.of(e));
        } catch (InvalidPathException e) {
            errors.add("corpus.path: '" + path + "' cannot be a path here: " + e.getReason());
        }
    }

    private Source open(Path root, boolean several) {
        String label = several ? unique(labelOf(root)) : labelOf(root);
        String prefix = several ? label + "/" : "";
        if (Files.isDirectory(root)) {
            return new FolderSource(root, prefix);
        }
        Optional<Source> source = ArchiveSource.of(root, prefix, limits);
        return source.orElseGet(() -> new FileSource(root, label));
    }

    private static String labelOf(Path root) {
        Path last = root.toAbsolutePath().normalize().getFileName();
        return Objects.toString(last, "root");
    }

    /** Two paths may end alike; names in the corpus may not. */
    private String unique(String label) {
        int count = labels.merge(label, 1, Integer::sum);
        return count == 1 ? label : label + "#" + count;
    }
}
