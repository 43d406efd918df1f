package charrnn.corpus;

import charrnn.message.Reason;
import charrnn.message.Spelling;
import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configured paths. If there are several, the name of each file begins with a label of its path.
 *
 * @param followLinks whether links below folders are followed
 */
record Sources(List<String> paths, boolean followLinks) {
    /** What the name of an archive looks like. */
    private static final String ARCHIVE = "(?is).*\\.(zip|7z|tgz|txz|tar(\\.(gz|xz|bz2|zst))?)";

    /**
     * A file, or a folder or link that cannot be read.
     *
     * @param name the file's name in the corpus
     * @param fault why it cannot be used; empty for a file to read
     */
    record Source(String name, Path path, String fault) {}

    /** Selects the files that are read. */
    @FunctionalInterface
    interface FileSelection {
        /** Whether a file is selected; its name is its path below the folder, with the prefix. */
        boolean selects(String path, String name);

        /** Whether a file or folder is excluded, even one that {@code corpus.path} names. A folder's name ends in {@code /}. */
        default boolean excludes(String name) {
            return !selects(name, name);
        }
    }

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
        } catch (IOException e) {
            // The folder does not exist either.
        }
        return (missing.isAbsolute() ? "" : " (looked for " + absolute + ")")
                + (similar.isEmpty() ? "" : "; did you mean '" + folder.resolve(similar.get(0)) + "'?");
    }

    /** The selected files, without opening them, and what cannot be read, in any order. */
    List<Source> list(FileSelection selection) {
        List<Source> sources = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (String path : paths) {
            Path root = Path.of(path);
            String last = Objects.toString(root.toAbsolutePath().normalize().getFileName(), "root");
            String label = last;
            for (int number = 2; !labels.add(label); number++) { // two paths may have the same last part
                label = last + "#" + number;
            }
            if (Files.isDirectory(root)) {
                walk(root, paths.size() == 1 ? "" : label + "/", selection, sources);
            } else if (!selection.excludes(label)) { // a file in corpus.path need not match corpus.include
                sources.add(new Source(label, root, ""));
            }
        }
        return sources;
    }

    private void walk(Path folder, String prefix, FileSelection selection, List<Source> found) {
        try {
            Path root = folder.toRealPath();
            Set<FileVisitOption> options = followLinks ? Set.of(FileVisitOption.FOLLOW_LINKS) : Set.of();
            Files.walkFileTree(root, options, Integer.MAX_VALUE, new Walk(root, prefix, selection, found));
        } catch (IOException e) {
            found.add(new Source(folder.toString(), folder, "cannot be read: " + Reason.of(e)));
        }
    }

    /**
     * The path of a file below a root, with {@code /} as separator; a folder's also ends in {@code /}. It is from the URIs, which
     * are UTF-8 in every locale.
     */
    static String pathBelow(Path root, Path file) {
        String path = file.toUri().getPath();
        return path.substring(Math.min(path.length(), root.toUri().getPath().length()));
    }

    /** Finds the selected files below a folder, and the unreadable folders that may contain such files. */
    private final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final String prefix;
        private final FileSelection selection;
        private final List<Source> found;

        Walk(Path root, String prefix, FileSelection selection, List<Source> found) {
            this.root = root;
            this.prefix = prefix;
            this.selection = selection;
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = pathBelow(root, file);
            boolean toFolder = path.endsWith("/"); // a link
            if (toFolder ? mayHoldSelected(path) : selection.selects(path, prefix + path)) {
                String fault = attributes.isSymbolicLink() ? link() : "neither a file nor a folder";
                add(file, path, attributes.isRegularFile() ? "" : fault);
            }
            return FileVisitResult.CONTINUE;
        }

        private String link() {
            return followLinks ? "a dangling link" : "a link; set corpus.followLinks to true to follow it";
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            String path = pathBelow(root, file);
            // A file that does not exist was deleted after its folder was listed.
            boolean ignored = e instanceof FileSystemLoopException || e instanceof NoSuchFileException;
            if (!ignored && mayHoldSelected(path)) {
                add(file, path, "cannot be read: " + Reason.of(e));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
        }

        private boolean mayHoldSelected(String folder) {
            return folder.isEmpty() || !selection.excludes(folder) && !selection.excludes(prefix + folder);
        }

        private void add(Path file, String path, String fault) {
            found.add(new Source(path.isEmpty() ? root.toString() : prefix + path, file, fault));
        }
    }
}
