package charrnn.corpus;

import charrnn.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that is named by itself; no glob needs to match it.
 *
 * @param file where it lies
 * @param name what it is called in the corpus
 */
record FileSource(Path file, String name) implements Source {

    @Override
    public void visit(FileFilter filter, Visitor visitor) {
        if (!filter.excludes(name)) {
            offer(file, name, visitor);
        }
    }

    @Override
    public void list(FileFilter filter, Lister lister) {
        if (!filter.excludes(name)) {
            lister.file(name, file);
        }
    }

    /** Offers a file of the file system; one that cannot be read is reported to the visitor. */
    static void offer(Path file, String name, Visitor visitor) {
        if (!visitor.wants(name)) {
            return;
        }
        try {
            // A named pipe would be waited for, and a device may never end.
            if (Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                read(file, name, visitor);
            } else {
                visitor.bad(name, "neither a file nor a folder");
            }
        } catch (IOException e) {
            boolean dangling = e instanceof NoSuchFileException && Files.isSymbolicLink(file);
            visitor.bad(name, dangling ? "a dangling link" : "cannot be read: " + Reason.of(e));
        }
    }

    private static void read(Path file, String name, Visitor visitor) throws IOException {
        try (InputStream in = CountedStream.of(file, visitor)) {
            visitor.text(name, in);
        }
    }
}
