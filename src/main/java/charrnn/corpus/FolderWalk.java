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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the files below a folder. Links within the folder are followed, others only if the selection allows it. Each
 * real folder is visited once, by its own path if that is below the root, so a loop of links ends.
 */
final class FolderWalk {
    private final Path root;
    private final String prefix;
    private final FileSelection selection;
    private final List<Source> found = new ArrayList<>();
    private final Set<Path> visited = new HashSet<>();
    private final Queue<Path> links = new ArrayDeque<>();
    private Path realRoot;

    private FolderWalk(Path root, String prefix, FileSelection selection) {
        this.root = root;
        this.prefix = prefix;
        this.selection = selection;
        this.realRoot = root;
    }

    /** A file, folder or link that cannot be read; reading it reports the reason. */
    private record Unreadable(String name, Path path, String reason) implements Source {
        @Override
        public void read(CorpusReader reader) {
            reader.bad(name, reason);
        }
    }

    /**
     * The files that a selection takes, and the files and folders that cannot be read but may contain some.
     *
     * @param prefix prefix of the files' names
     */
    static List<Source> of(Path root, String prefix, FileSelection selection) {
        FolderWalk walk = new FolderWalk(root, prefix, selection);
        walk.links.add(root);
        while (!walk.links.isEmpty()) {
            walk.visit(walk.links.remove());
        }
        return walk.found;
    }

    private void visit(Path folder) {
        String path = folder.equals(root) ? "" : pathBelowRoot(folder);
        try {
            Path real = folder.toRealPath();
            if (folder.equals(root)) {
                realRoot = real;
            }
            if (visited.add(real)) {
                visitChildren(folder, path);
            }
        } catch (IOException e) {
            addUnreadableFolder(path, folder, "cannot be read: " + Reason.of(e));
        }
    }

    /** Uses URIs, which have '/' and UTF-8 on every host and in every locale. A folder's path ends in '/'. */
    private String pathBelowRoot(Path file) {
        return root.toUri().relativize(file.toUri()).getPath();
    }

    /** Likewise; for an ASCII name, without a query to the file system whether it is a folder. */
    private String pathBelowRoot(Path file, String folder) {
        String name = String.valueOf(file.getFileName());
        boolean plain = name.chars().allMatch(c -> c < 0x80);
        return plain ? folder + name : pathBelowRoot(file);
    }

    private void visitChildren(Path folder, String folderPath) throws IOException {
        Set<String> reasons = new TreeSet<>();
        for (Path child : children(folder)) {
            String path = pathBelowRoot(child, folderPath);
            try {
                visitChild(child, path);
            } catch (NoSuchFileException e) {
                // It was deleted after the folder was listed.
            } catch (IOException e) {
                if (!addFile(child, path)) {
                    reasons.add(Reason.of(e)); // it may be a folder that holds wanted files
                }
            }
        }
        if (!reasons.isEmpty()) {
            addUnreadableFolder(folderPath, folder, "has entries that cannot be read: " + String.join(", ", reasons));
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void visitChild(Path child, String path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            visit(child);
        } else if (attributes.isRegularFile()) {
            addFile(child, path);
        } else {
            visitLink(child, path);
        }
    }

    private void visitLink(Path link, String path) {
        Path target;
        try {
            target = link.toRealPath();
        } catch (IOException e) {
            if (!addFile(link, path) && !(e instanceof NoSuchFileException)) {
                addUnreadableFolder(path, link, "cannot be read: " + Reason.of(e));
            }
            return;
        }
        boolean folder = Files.isDirectory(target);
        boolean outside = !target.startsWith(realRoot) && !selection.followsOutOfFolder(prefix + path);
        String reason =
                "a link out of the corpus folder, to " + target + "; set corpus.followLinks to true to follow it";
        if (outside && folder) {
            addUnreadableFolder(path, link, reason);
        } else if (outside && selection.takes(path, prefix + path)) {
            found.add(new Unreadable(prefix + path, link, reason));
        } else if (!outside && folder) {
            links.add(link);
        } else if (!outside) {
            addFile(link, path);
        }
    }

    /** Adds a file that the selection takes; returns whether it does. */
    private boolean addFile(Path file, String path) {
        boolean taken = selection.takes(path, prefix + path);
        if (taken) {
            found.add(new FileSource(prefix + path, file));
        }
        return taken;
    }

    private void addUnreadableFolder(String path, Path folder, String reason) {
        String below = path.endsWith("/") ? path : path + "/";
        if (folder.equals(root)) {
            found.add(new Unreadable(root.toString(), folder, reason));
        } else if (!selection.excludes(below) && !selection.excludes(prefix + below)) {
            found.add(new Unreadable(prefix + path, folder, reason));
        }
    }
}
