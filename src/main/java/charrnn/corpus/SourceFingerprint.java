package charrnn.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the sources are made of, as far as the file system tells without opening anything.
 *
 * @param bytes of all files and archives
 * @param unpacked of the files that are in no archive
 * @param fingerprint SHA-256 of every file's name, size, number and times of change
 * @param newest the last change
 */
record SourceFingerprint(long bytes, long unpacked, byte[] fingerprint, FileTime newest) {

    static SourceFingerprint of(List<Source> sources, Selection selection) {
        Count count = new Count();
        sources.forEach(source -> source.list(selection.filter(), count));
        return new SourceFingerprint(
                count.unpacked + count.packed, count.unpacked, count.digest.digest(), count.newest);
    }

    private static final class Count implements Source.Lister {
        private final MessageDigest digest = Sha256.digest();
        private long unpacked;
        private long packed;
        private FileTime newest = FileTime.fromMillis(0);

        @Override
        public void file(String name, Path file) {
            unpacked += add(name, file);
        }

        @Override
        public void archive(Path archive) {
            packed += add(archive.toAbsolutePath().normalize().toString(), archive);
        }

        /** Returns the file's size. */
        private long add(String name, Path file) {
            put(name);
            try {
                Map<String, Object> attributes = attributes(file);
                attributes.forEach(this::put);
                return (long) attributes.getOrDefault("size", 0L);
            } catch (IOException e) {
                put(e.toString());
                return 0;
            }
        }

        private void put(String key, Object value) {
            put(key + value);
            if (value instanceof FileTime time && time.compareTo(newest) > 0) {
                newest = time;
            }
        }

        private void put(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, utf8.length));
            digest.update(utf8);
        }
    }

    /** The time of an inode's change cannot be set back, as that of the content can; only Unix has it. */
    private static Map<String, Object> attributes(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return new TreeMap<>(
                Files.readAttributes(file, unix ? "unix:size,ino,lastModifiedTime,ctime" : "size,lastModifiedTime"));
    }
}
