package charrnn.corpus;

import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Sources.FileSource;
import charrnn.corpus.Sources.Source;
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
 * Finds the files below a folder. Links within the folder are followed, others only if the selection allows it. A folder
 * is visited once: by its own path if that is below the root, else by the first link to it. So a loop of links ends.
 *
 * <p>A {@code path} is relative to the root, with {@code /} as separator; a folder's also ends in {@code /}.
 */
final class FolderWalk {
    private final Path root;
    private final String prefix;
    private final FileSelection selection;
    private final List<Source> found = new ArrayList<>();
    private final Set<Path> visited = new HashSet<>();

    /** Visits of linked folders, which come after those of all real folders. */
    private final Queue<Runnable> links = new ArrayDeque<>();

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
            reader.addBad(name, reason);
        }
    }

    /** Finds the selected files, whose names get a prefix, and the unreadable folders that may contain such files. */
    static List<Source> of(Path root, String prefix, FileSelection selection) {
        FolderWalk walk = new FolderWalk(root, prefix, selection);
        walk.visit(root, "");
        while (!walk.links.isEmpty()) {
            walk.links.remove().run();
        }
        return walk.found;
    }

    private void visit(Path folder, String path) {
        Set<String> reasons = new TreeSet<>();
        try {
            Path real = folder.toRealPath();
            realRoot = path.isEmpty() ? real : realRoot;
            if (visited.add(real)) {
                for (Path child : children(folder)) {
                    visitChild(child, path + name(child), reasons);
                }
            }
        } catch (IOException e) {
            addUnreadableFolder(folder, path, "cannot be read: " + Reason.of(e));
        }
        if (!reasons.isEmpty()) {
            addUnreadableFolder(folder, path, "has entries that cannot be read: " + String.join(", ", reasons));
        }
    }

    static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A file's name; unless it is ASCII, from the URI, which is UTF-8 in every locale but costs a system call. */
    static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.chars().allMatch(c -> c < 0x80)) {
            return name;
        }
        String[] parts = file.toUri().getPath().split("/");
        return parts[parts.length - 1];
    }

    private void visitChild(Path child, String path, Set<String> reasons) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                visit(child, path + "/");
            } else if (attributes.isRegularFile()) {
                addFile(child, path);
            } else {
                visitLink(child, path);
            }
        } catch (NoSuchFileException e) {
            // It was deleted after the folder was listed.
        } catch (IOException e) {
            if (!addFile(child, path)) {
                reasons.add(Reason.of(e)); // the child may be a folder with selected files
            }
        }
    }

    private void visitLink(Path link, String path) {
        Path target;
        try {
            target = link.toRealPath();
        } catch (IOException e) {
            if (!addFile(link, path) && !(e instanceof NoSuchFileException)) {
                addUnreadableFolder(link, path, "cannot be read: " + Reason.of(e));
            }
            return;
        }
        boolean folder = Files.isDirectory(target);
        if (!target.startsWith(realRoot) && !selection.followsOutOfFolder(prefix + path)) {
            String reason =
                    "a link out of the corpus folder, to " + target + "; set corpus.followLinks to true to follow it";
            if (folder) {
                addUnreadableFolder(link, path, reason);
            } else if (selection.selects(path, prefix + path)) {
                found.add(new Unreadable(prefix + path, link, reason));
            }
        } else if (folder) {
            links.add(() -> visit(link, path + "/"));
        } else {
            addFile(link, path);
        }
    }

    /** Adds a file if it is selected; returns whether it is. */
    private boolean addFile(Path file, String path) {
        boolean selected = selection.selects(path, prefix + path);
        if (selected) {
            found.add(new FileSource(prefix + path, file));
        }
        return selected;
    }

    /** @param path the path of the folder or of a link to it, with or without {@code /} at its end */
    private void addUnreadableFolder(Path folder, String path, String reason) {
        String below = path.endsWith("/") ? path : path + "/";
        if (path.isEmpty()) {
            found.add(new Unreadable(root.toString(), folder, reason));
        } else if (!selection.excludes(below) && !selection.excludes(prefix + below)) {
            found.add(new Unreadable(prefix + path, folder, reason));
        }
    }
}
