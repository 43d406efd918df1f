package charrnn.model.checkpoint;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.io.function.Uncheck;

/** Unpacks and repacks zips, for tests that change their entries. */
final class Zips {
    private Zips() {}

    static byte[] of(Checkpoint checkpoint) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Uncheck.run(() -> CheckpointWriter.writeZip(checkpoint, out, true, Deflater.NO_COMPRESSION, true));
        return out.toByteArray();
    }

    static Map<String, byte[]> entries(byte[] zip) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                entries.put(e.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    static byte[] entry(byte[] zip, String name) {
        return requireNonNull(entries(zip).get(name), name);
    }

    /** The text of an entry. */
    static String text(byte[] zip, EntryName name) {
        return new String(entry(zip, name.path), StandardCharsets.UTF_8);
    }

    /** A deflated zip, as most programs write it. */
    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The zip with one entry replaced or added. */
    static byte[] with(byte[] zip, String name, byte[] content) {
        Map<String, byte[]> entries = entries(zip);
        entries.put(name, content);
        return zip(entries);
    }

    static byte[] without(byte[] zip, String name) {
        Map<String, byte[]> entries = entries(zip);
        entries.remove(name);
        return zip(entries);
    }
}
