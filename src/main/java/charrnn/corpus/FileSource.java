package charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

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
            visitor.bad(name, reason(e));
        }
    }

    /** Why reading failed, in words that do not need the exception's class. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "cannot be read: permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "cannot be read: it is no longer there";
        }
        String why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return "cannot be read: " + Objects.requireNonNullElse(why, e.getClass().getSimpleName());
    }
}
