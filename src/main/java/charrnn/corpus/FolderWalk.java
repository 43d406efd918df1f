package charrnn.corpus;

import charrnn.message.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the files below a folder that a selection takes, and the links and unreadable folders that may hold such files. */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final URI rootUri;
    private final String prefix;
    private final Selection selection;
    private final List<SourceFile> found = new ArrayList<>();

    @FunctionalInterface
    interface Selection {
        /**
         * Whether a file is selected.
         *
         * @param path its path below the folder
         * @param name the path with the prefix
         */
        boolean selects(String path, String name);

        /** Whether a file or folder is left out, with all that is below it. A folder's name ends in {@code /}. */
        default boolean excludes(String name) {
            return false;
        }
    }

    private FolderWalk(Path root, String prefix, Selection selection) {
        this.root = root;
        this.rootUri = root.toUri();
        this.prefix = prefix;
        this.selection = selection;
    }

    static List<SourceFile> files(Path folder, String prefix, Selection selection) throws IOException {
        Path root = folder.toRealPath();
        FolderWalk walk = new FolderWalk(root, prefix, selection);
        Files.walkFileTree(root, walk);
        return walk.found;
    }

    /**
     * The path below the folder, with {@code /} as separator; a folder's also ends in {@code /}. It is from the URIs, which are
     * UTF-8 in every locale. A path that is not UTF-8 keeps their escapes, since without them many files could have one name.
     */
    private String pathOf(Path file) {
        URI below = rootUri.relativize(file.toUri());
        return below.getPath().indexOf(Vocabulary.UNKNOWN_CODE_POINT) < 0 ? below.getPath() : below.getRawPath();
    }

    private boolean excludes(String path) {
        return !path.isEmpty() && (selection.excludes(path) || selection.excludes(prefix + path));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return excludes(pathOf(folder)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String path = pathOf(file);
        boolean isLinkToFolder = path.endsWith("/");
        if (isLinkToFolder ? !excludes(path) : selection.selects(path, prefix + path)) {
            if (attributes.isRegularFile()) {
                found.add(SourceFile.of(prefix + path, file, attributes));
            } else {
                String link = "a link, which is not followed; corpus.path can name its target";
                addUnusable(file, path, attributes.isSymbolicLink() ? link : "neither a file nor a folder");
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        String path = pathOf(file);
        // A file that does not exist was deleted after its folder was listed, as an editor's temporary file is.
        boolean isExpected = e instanceof NoSuchFileException;
        if (!isExpected && !excludes(path)) {
            addUnusable(file, path, "cannot be read: " + Reason.of(e));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
        return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
    }

    private void addUnusable(Path file, String path, String fault) {
        found.add(SourceFile.unusable(path.isEmpty() ? root.toString() : prefix + path, file, fault));
    }
}
