package charrnn.corpus;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that was found, or a folder or link that cannot be read.
 *
 * @param name the file's name in the corpus; in a project, its path
 * @param modified time of its last change, in milliseconds since 1970
 * @param fault why it cannot be used; empty for a file to read
 */
public record SourceFile(String name, Path path, long bytes, long modified, String fault) {
    static SourceFile of(String name, Path path, BasicFileAttributes attributes) {
        return new SourceFile(
                name, path, attributes.size(), attributes.lastModifiedTime().toMillis(), "");
    }

    static SourceFile unusable(String name, Path path, String fault) {
        return new SourceFile(name, path, 0, 0, fault);
    }
}
