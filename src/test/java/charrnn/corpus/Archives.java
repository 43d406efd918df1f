package charrnn.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** Writes real archives. */
final class Archives {
    private Archives() {}

    /** What a tar is filled with. */
    interface Filling {
        void into(Tar tar) throws IOException;
    }

    /** A tar that is being written. */
    record Tar(TarArchiveOutputStream out) {
        void file(String name, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setSize(bytes.length);
            out.putArchiveEntry(entry);
            out.write(bytes);
            out.closeArchiveEntry();
        }

        void special(String name, byte type, String link) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name, type);
            entry.setLinkName(link);
            out.putArchiveEntry(entry);
            out.closeArchiveEntry();
        }
    }

    static Path write(Path archive, Map<String, String> files) throws IOException {
        if (archive.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
            return zip(archive, files);
        }
        return tar(archive, tar -> {
            for (Map.Entry<String, String> file : files.entrySet()) {
                tar.file(file.getKey(), file.getValue());
            }
        });
    }

    /** Packs a folder's files, in another order than that of their names. */
    static Path ofFolder(Path archive, Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>(java.util.Comparator.reverseOrder());
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
        }
        return write(archive, files);
    }

    static Path tar(Path archive, Filling filling) throws IOException {
        try (OutputStream file = packing(archive, Files.newOutputStream(archive));
                TarArchiveOutputStream out = new TarArchiveOutputStream(file, "UTF-8")) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            filling.into(new Tar(out));
        }
        return archive;
    }

    private static OutputStream packing(Path archive, OutputStream out) throws IOException {
        String name = archive.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith("xz")) {
            return new XZCompressorOutputStream(out, 1);
        }
        return name.endsWith("gz") ? new GzipCompressorOutputStream(out) : out;
    }

    private static Path zip(Path archive, Map<String, String> files) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(archive)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                add(out, new ZipArchiveEntry(file.getKey()), file.getValue());
            }
        }
        return archive;
    }

    private static void add(ZipArchiveOutputStream out, ZipArchiveEntry entry, String text) throws IOException {
        out.putArchiveEntry(entry);
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeArchiveEntry();
    }

    static Path zipWithLink(Path archive, String name, String text, String link, String target) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(archive)) {
            add(out, new ZipArchiveEntry(name), text);
            ZipArchiveEntry entry = new ZipArchiveEntry(link);
            entry.setUnixMode(0120777);
            add(out, entry, target);
        }
        return archive;
    }

    /** A zip of one file that is not compressed. */
    static Path stored(Path archive, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setMethod(ZipArchiveEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(archive)) {
            add(out, entry, text);
        }
        return archive;
    }
}
