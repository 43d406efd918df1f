package charrnn.corpus;

import charrnn.files.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of sources according to the file system; computed without opening them.
 *
 * @param bytes size of all files and archives together
 * @param digest SHA-256 of the sources' names, sizes, inode numbers and times, 64 hexadecimal digits
 * @param newest time of the last change
 */
record SourceFingerprint(long bytes, String digest, FileTime newest) {

    static SourceFingerprint of(List<Source> sources) {
        MessageDigest digest = Sha256.digest();
        long bytes = 0;
        FileTime newest = FileTime.fromMillis(0);
        for (Source source : sources) {
            Map<String, Object> attributes = attributes(source.path());
            // A name may contain any character except NUL.
            digest.update((source.name() + "\0" + attributes + "\0").getBytes(StandardCharsets.UTF_8));
            bytes += (long) attributes.getOrDefault("size", 0L);
            for (Object value : attributes.values()) {
                newest = value instanceof FileTime time && time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return new SourceFingerprint(bytes, HexFormat.of().formatHex(digest.digest()), newest);
    }

    /**
     * Size and times of a file. Unix's ctime is included because, unlike the modification time, it cannot be set back.
     */
    private static Map<String, Object> attributes(Path file) {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        try {
            return new TreeMap<>(Files.readAttributes(
                    file, unix ? "unix:size,ino,lastModifiedTime,ctime" : "size,lastModifiedTime"));
        } catch (IOException e) {
            return Map.of("error", e.toString());
        }
    }
}
