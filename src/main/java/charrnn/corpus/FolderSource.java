package charrnn.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
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
        new Walk(filter, visitor).run();
    }

    /** A file's name below the root: by way of URIs, as these have '/' and UTF-8 on every host and in every locale. */
    private String nameOf(Path file) {
        return root.toUri().relativize(file.toUri()).getPath();
    }

    private final class Walk {
        private final FileFilter filter;
        private final Visitor visitor;
        private final Set<Path> visited = new HashSet<>();
        private final Queue<Path> links = new ArrayDeque<>();

        Walk(FileFilter filter, Visitor visitor) {
            this.filter = filter;
            this.visitor = visitor;
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
                children(folder).forEach(this::take);
            } catch (IOException e) {
                String name = folder.equals(root) ? root.toString() : prefix + nameOf(folder);
                visitor.bad(name, FileSource.reason(e));
            }
        }

        private List<Path> children(Path folder) throws IOException {
            try (Stream<Path> list = Files.list(folder)) {
                return list.sorted().toList();
            }
        }

        private void take(Path child) {
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                walk(child);
            } else if (Files.isDirectory(child)) {
                links.add(child);
            } else if (filter.takes(nameOf(child))) {
                FileSource.offer(child, prefix + nameOf(child), visitor);
            }
        }
    }
}
