package charrnn.corpus;

import charrnn.config.Spelling;
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

/** The configured paths. If there are several, the name of each file begins with a label of its path. */
record Sources(List<String> paths) {
    /** What the name of an archive looks like. */
    private static final String ARCHIVE = "(?is).*\\.(zip|7z|tgz|txz|tar(\\.(gz|xz|bz2|zst))?)";

    /** A file, or a folder or link that cannot be read. */
    interface Source {
        /** The file's name in the corpus. */
        String name();

        Path path();

        /** Passes the file's text to a reader. */
        void read(CorpusReader reader);
    }

    /** Selects the files that are read. */
    interface FileSelection {
        /** Whether a file is selected; its name is its path below the folder, with the prefix. */
        boolean selects(String path, String name);

        /** Whether a file or folder is excluded, even one that {@code corpus.path} names. A folder's name ends in {@code /}. */
        boolean excludes(String name);

        /** Whether a link of this name is followed although it leads out of its folder. */
        boolean followsOutOfFolder(String name);

        /** Maximum number of characters of all selected files together. */
        long limit();

        /** Creates a sampler, which decides during reading whether a file is needed. */
        FileSampler sampler();
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
            boolean archive = !attributes.isDirectory() && path.matches(ARCHIVE);
            return archive ? Optional.of("is an archive: unpack it and name the folder") : Optional.empty();
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
        if (folder.endsWith(Path.of("corpus", "linux"))) {
            return "; corpus/fetch-linux.sh --force fetches the kernel's directories, --dirs names others";
        }
        List<String> similar = List.of();
        try {
            List<String> names =
                    FolderWalk.children(folder).stream().map(FolderWalk::name).toList();
            similar = Spelling.nearest(String.valueOf(absolute.getFileName()), names);
        } catch (IOException e) {
            // The folder does not exist either.
        }
        return (missing.isAbsolute() ? "" : " (looked for " + absolute + ")")
                + (similar.isEmpty() ? "" : "; did you mean '" + folder.resolve(similar.get(0)) + "'?");
    }

    /** The selected files, without opening them; always in the same order. */
    List<Source> list(FileSelection selection) {
        List<Source> sources = new ArrayList<>();
        Map<String, Integer> labels = new HashMap<>();
        for (String path : paths) {
            Path root = Path.of(path);
            String last = Objects.toString(root.toAbsolutePath().normalize().getFileName(), "root");
            int count = labels.merge(last, 1, Integer::sum); // two paths may have the same last part
            String label = count == 1 ? last : last + "#" + count;
            String prefix = paths.size() == 1 ? "" : label + "/";
            if (Files.isDirectory(root)) {
                sources.addAll(FolderWalk.of(root, prefix, selection));
            } else if (!selection.excludes(label)) { // a file in corpus.path need not match corpus.include
                sources.add(new FileSource(label, root));
            }
        }
        return sources;
    }

    record FileSource(String name, Path path) implements Source {

        @Override
        public void read(CorpusReader reader) {
            if (!reader.register(name)) {
                return;
            }
            try {
                // A named pipe would block, and a device may never end.
                if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
                    reader.addBad(name, "neither a file nor a folder");
                    return;
                }
                reader.addText(name, path);
            } catch (IOException e) {
                boolean dangling = e instanceof NoSuchFileException && Files.isSymbolicLink(path);
                reader.addBad(name, dangling ? "a dangling link" : "cannot be read: " + Reason.of(e));
            }
        }
    }
}
