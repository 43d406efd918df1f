package charrnn.corpus;

import charrnn.message.Reason;
import charrnn.message.Spelling;
import charrnn.message.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The configured paths. If there are several, the name of each file begins with a label of its path.
 */
record Sources(List<String> paths) {
    /** What the name of an archive looks like. */
    private static final String ARCHIVE = "(?is).*\\.(zip|7z|tgz|txz|tar(\\.(gz|xz|bz2|zst))?)";

    /** Checks that all paths exist and none is an archive; the error names those that fail. */
    Sources {
        List<String> errors = new ArrayList<>();
        if (paths.isEmpty()) {
            errors.add("corpus.path: names nothing; it takes folders and files");
        }
        for (String path : paths) {
            fault(path).ifPresent(fault -> errors.add("corpus.path: '" + path + "' " + fault));
        }
        UserError.throwIfAny(errors);
    }

    private static Optional<String> fault(String path) {
        if (path.isBlank()) {
            return Optional.of("is no path");
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return Optional.empty();
            } else if (path.matches(ARCHIVE)) {
                return Optional.of("is an archive: unpack it and name the folder");
            }
            // A named pipe would block, and a device may never end.
            return attributes.isRegularFile() ? Optional.empty() : Optional.of("is neither a file nor a folder");
        } catch (NoSuchFileException e) {
            return Optional.of("does not exist" + hint(Path.of(path)));
        } catch (IOException e) {
            return Optional.of("cannot be read: " + Reason.of(e));
        } catch (InvalidPathException e) {
            return Optional.of("cannot be a path here: " + e.getReason());
        }
    }

    private static String hint(Path missing) {
        Path absolute = missing.toAbsolutePath().normalize();
        Path folder = absolute.resolveSibling("");
        if (absolute.endsWith(Path.of("corpus", "linux"))) {
            return "; run corpus/fetch-linux.sh to fetch the kernel's C there";
        }
        if (absolute.endsWith(Path.of("corpus", "c"))) {
            return "; run corpus/fetch-c.sh to fetch other projects' C there";
        }
        if (folder.endsWith(Path.of("corpus", "linux"))) {
            return "; corpus/fetch-linux.sh --force fetches the kernel's directories, --dirs names others";
        }
        List<String> similar = List.of();
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(Path::getFileName).map(Path::toString).sorted().toList();
            similar = Spelling.nearest(String.valueOf(absolute.getFileName()), names);
        } catch (IOException | UncheckedIOException e) {
            // The folder does not exist either, or cannot be read.
        }
        return (missing.isAbsolute() ? "" : " (looked for " + absolute + ")")
                + (similar.isEmpty() ? "" : "; did you mean '" + folder.resolve(similar.get(0)) + "'?");
    }

    /** The selected files, without opening them, and what cannot be read, in any order. */
    List<SourceFile> list(FolderWalk.Selection selection) {
        List<SourceFile> sources = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (String path : paths) {
            Path root = Path.of(path);
            String last = Objects.toString(root.toAbsolutePath().normalize().getFileName(), "root");
            String label = last;
            for (int number = 2; !labels.add(label); number++) { // two paths may have the same last part
                label = last + "#" + number;
            }
            try {
                if (Files.isDirectory(root)) {
                    String prefix = paths.size() == 1 ? "" : label + "/";
                    sources.addAll(FolderWalk.files(root, prefix, selection));
                } else if (!selection.excludes(label)) { // a file in corpus.path need not match corpus.include
                    sources.add(SourceFile.of(label, root, Files.readAttributes(root, BasicFileAttributes.class)));
                }
            } catch (IOException e) {
                sources.add(SourceFile.unusable(path, root, "cannot be read: " + Reason.of(e)));
            }
        }
        return sources;
    }
}
