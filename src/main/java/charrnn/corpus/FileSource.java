package charrnn.corpus;

import charrnn.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A single file, not in an archive. */
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
            try (InputStream in = reader.open(path)) {
                reader.addText(name, in);
            }
        } catch (IOException e) {
            boolean dangling = e instanceof NoSuchFileException && Files.isSymbolicLink(path);
            reader.addBad(name, dangling ? "a dangling link" : "cannot be read: " + Reason.of(e));
        }
    }
}
