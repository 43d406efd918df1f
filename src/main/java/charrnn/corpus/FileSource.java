package charrnn.corpus;

import charrnn.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

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
        if (!Files.isRegularFile(file)) {
            // A named pipe would be waited for, and a device may never end.
            visitor.bad(name, Files.exists(file) ? "neither a file nor a folder" : "a link to nowhere");
            return;
        }
        try (InputStream in = CountedStream.of(file, visitor)) {
            visitor.text(name, in);
        } catch (IOException e) {
            visitor.bad(name, "cannot be read: " + Reason.of(e));
        }
    }
}
