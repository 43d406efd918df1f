package charrnn.corpus;

import charrnn.files.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The files below a folder. Links are followed, but each real folder is visited once, and by its own path if it has one
 * below the root; so links that form a loop, or many paths to one place, cost nothing.
 *
 * @param root the folder
 * @param prefix what the files' names begin with
 */
record FolderSource(Path root, String prefix) implements Source {

    @Override
    public void visit(FileFilter filter, Visitor visitor) {
        new Walk(
                        filter,
                        (name, file) -> FileSource.offer(file, name, visitor),
                        (name, folder, e) -> visitor.bad(name, "cannot be read: " + Reason.of(e)))
                .run();
    }

    @Override
    public void list(FileFilter filter, Lister lister) {
        new Walk(filter, lister::file, (name, folder, e) -> lister.file(name, folder)).run();
    }

    /** What takes a folder that cannot be listed. */
    @FunctionalInterface
    private interface Failure {
        void take(String name, Path folder, IOException reason);
    }

    /** A file's name below the root: by way of URIs, as these have '/' and UTF-8 on every host and in every locale. */
    private String nameOf(Path file) {
        return root.toUri().relativize(file.toUri()).getPath();
    }

    /** The same, without asking the file system whether it is a folder, where the name is plain. */
    private String nameOf(Path file, String folder) {
        String name = String.valueOf(file.getFileName());
        boolean plain = name.chars().allMatch(c -> c < 0x80);
        return plain ? folder + name : nameOf(file);
    }

    private final class Walk {
        private final FileFilter filter;
        private final BiConsumer<String, Path> files;
        private final Failure failure;
        private final Set<Path> visited = new HashSet<>();
        private final Queue<Path> links = new ArrayDeque<>();

        Walk(FileFilter filter, BiConsumer<String, Path> files, Failure failure) {
            this.filter = filter;
            this.files = files;
            this.failure = failure;
        }

        void run() {
            links.add(root);
            while (!links.isEmpty()) {
                walk(links.remove());
            }
        }

        private void walk(Path folder) {
            try {
                if (!visited.add(folder.toRealPath())) {
                    return;
                }
                String name = folder.equals(root) ? "" : nameOf(folder);
                children(folder).forEach(child -> take(child, name));
            } catch (IOException e) {
                String name = folder.equals(root) ? root.toString() : prefix + nameOf(folder);
                failure.take(name, folder, e);
            }
        }

        private List<Path> children(Path folder) throws IOException {
            try (Stream<Path> list = Files.list(folder)) {
                return list.sorted().toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        /** @param folder the folder's name, with a {@code /} at its end; empty for the root's */
        private void take(Path child, String folder) {
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                walk(child);
            } else if (Files.isDirectory(child)) {
                links.add(child);
            } else {
                String name = nameOf(child, folder);
                if (filter.takes(name, prefix + name)) {
                    files.accept(prefix + name, child);
                }
            }
        }
    }
}
