package charrnn.corpus;

import charrnn.files.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The files below a folder. Links within the folder are followed, and others if the filter says so; but each real folder is
 * visited once, and by its own path if it has one below the root. So a loop of links ends, and many paths to one folder
 * cost nothing.
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
                        (name, path, reason) -> visitor.bad(name, reason))
                .run();
    }

    @Override
    public void list(FileFilter filter, Lister lister) {
        new Walk(filter, lister::file, (name, path, reason) -> lister.file(name, path)).run();
    }

    /** Receives each file, folder or link that is left out, with the reason. */
    @FunctionalInterface
    private interface LeftOut {
        void take(String name, Path path, String reason);
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
        private final LeftOut leftOut;
        private final Set<Path> visited = new HashSet<>();
        private final Queue<Path> links = new ArrayDeque<>();
        private Path realRoot = root;

        Walk(FileFilter filter, BiConsumer<String, Path> files, LeftOut leftOut) {
            this.filter = filter;
            this.files = files;
            this.leftOut = leftOut;
        }

        void run() {
            links.add(root);
            while (!links.isEmpty()) {
                walk(links.remove());
            }
        }

        private void walk(Path folder) {
            String name = folder.equals(root) ? "" : nameOf(folder);
            try {
                Path real = folder.toRealPath();
                if (folder.equals(root)) {
                    realRoot = real;
                }
                if (visited.add(real)) {
                    takeAll(folder, name);
                }
            } catch (IOException e) {
                leaveOutFolder(name, folder, "cannot be read: " + Reason.of(e));
            }
        }

        /** @param name the folder's name, with a {@code /} at its end; empty for the root's */
        private void takeAll(Path folder, String name) throws IOException {
            Set<String> reasons = new TreeSet<>();
            for (Path child : children(folder)) {
                String childName = nameOf(child, name);
                try {
                    take(child, childName);
                } catch (NoSuchFileException e) {
                    // It was deleted after the folder was listed.
                } catch (IOException e) {
                    if (!takeFile(child, childName)) {
                        reasons.add(Reason.of(e)); // it may be a folder that holds wanted files
                    }
                }
            }
            if (!reasons.isEmpty()) {
                leaveOutFolder(name, folder, "has entries that cannot be read: " + String.join(", ", reasons));
            }
        }

        private List<Path> children(Path folder) throws IOException {
            try (Stream<Path> list = Files.list(folder)) {
                return list.sorted().toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private void take(Path child, String name) throws IOException {
            BasicFileAttributes attributes =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                walk(child);
            } else if (attributes.isRegularFile()) {
                takeFile(child, name);
            } else {
                takeLink(child, name);
            }
        }

        /** Whether the filter takes the file. */
        private boolean takeFile(Path file, String name) {
            boolean taken = filter.takes(name, prefix + name);
            if (taken) {
                files.accept(prefix + name, file);
            }
            return taken;
        }

        private void takeLink(Path link, String name) {
            Path target;
            try {
                target = link.toRealPath();
            } catch (IOException e) {
                if (!takeFile(link, name) && !(e instanceof NoSuchFileException)) {
                    leaveOutFolder(name, link, "cannot be read: " + Reason.of(e));
                }
                return;
            }
            boolean folder = Files.isDirectory(target);
            if (!target.startsWith(realRoot) && !filter.followsOutOfFolder(prefix + name)) {
                String reason = "a link out of the corpus folder, to " + target
                        + "; set corpus.followLinks to true to follow it";
                if (folder) {
                    leaveOutFolder(name, link, reason);
                } else if (filter.takes(name, prefix + name)) {
                    leftOut.take(prefix + name, link, reason);
                }
            } else if (folder) {
                links.add(link);
            } else {
                takeFile(link, name);
            }
        }

        /** Reports why a folder is left out, unless the filter excludes it. */
        private void leaveOutFolder(String name, Path folder, String reason) {
            if (folder.equals(root)) {
                leftOut.take(root.toString(), folder, reason);
                return;
            }
            String below = name.endsWith("/") ? name : name + "/";
            if (!filter.excludes(below) && !filter.excludes(prefix + below)) {
                leftOut.take(prefix + name, folder, reason);
            }
        }
    }
}
