package charrnn.files;

import charrnn.message.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOConsumer;

/**
 * Writes files that appear whole or not at all, even after a crash or a power cut: a file is written under a temporary
 * name in the same folder, forced to the disk and renamed; then the folder is forced too.
 */
public final class AtomicFile {
    private static final String MARK = ".tmp-";
    /** A temporary name: the file's name, and the id of the process that writes it. */
    private static final Pattern TEMPORARY = Pattern.compile("\\..+" + Pattern.quote(MARK) + "([0-9]{1,9})");

    private AtomicFile() {}

    /**
     * Writes a file, replacing an existing one; of a link, the link and not its target.
     *
     * @param content writes the bytes to a buffered stream
     * @throws IOException naming the file; an existing file is unchanged, unless the failure was that of the last step,
     *     forcing the folder
     */
    public static void write(Path target, IOConsumer<OutputStream> content) throws IOException {
        replace(target, temporary -> writeAndForce(temporary, content));
    }

    /** Writes a text in UTF-8 as {@link #write} does. */
    public static void writeString(Path target, String text) throws IOException {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Gives a file that {@link #write} has written a second name, replacing an existing file; copies the file if the
     * file system has no links.
     */
    public static void link(Path existing, Path target) throws IOException {
        replace(target, temporary -> {
            try {
                Files.createLink(temporary, existing);
            } catch (IOException | UnsupportedOperationException e) {
                writeAndForce(temporary, out -> Files.copy(existing, out));
            }
        });
    }

    /** Synchronized, so that a file with this process's temporary name is always a leftover of an earlier process. */
    private static synchronized void replace(Path target, IOConsumer<Path> creation) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.resolveSibling("");
        String prefix = "." + absolute.getFileName() + MARK;
        Path temporary = folder.resolve(prefix + ProcessHandle.current().pid());
        sweep(folder, prefix);
        try {
            creation.accept(temporary);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(folder);
        } catch (IOException e) {
            throw new IOException("Cannot write " + target + ": " + reason(e, folder), e);
        } finally {
            // It still exists after a failure, or if both names are links to one file: POSIX then renames nothing.
            deleteQuietly(temporary);
        }
    }

    private static void writeAndForce(Path file, IOConsumer<OutputStream> content) throws IOException {
        // Fails if the file exists: it may be a link that a killed process or another user left.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.accept(out);
            out.flush();
            channel.force(true);
        }
    }

    /** Forces the rename to the disk. Windows cannot open a folder and does not need this. */
    private static void forceFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * The temporary files that killed processes have left in a folder, of which {@link #write} and {@link #link} delete those
     * of their file. The folder must not be shared with another host or container, whose process ids are unknown here.
     */
    public static List<Path> leftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(AtomicFile::isLeftover).sorted().toList();
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
    }

    private static boolean isLeftover(Path file) {
        Matcher name = TEMPORARY.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        long pid = Long.parseLong(name.group(1));
        // In a container every process may have the same id, so a killed one may have had that of this process.
        return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
    }

    private static void sweep(Path folder, String prefix) {
        try {
            leftovers(folder).stream()
                    .filter(file -> file.getFileName().toString().startsWith(prefix))
                    .forEach(AtomicFile::deleteQuietly);
        } catch (IOException e) {
            // A leftover must not prevent the writing of a checkpoint.
        }
    }

    /** Deletes a file if that is possible. */
    public static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Must not prevent the writing of a checkpoint or hide the reason of its failure.
        }
    }

    private static String reason(IOException e, Path folder) {
        if (Files.notExists(folder)) {
            return "there is no folder " + folder;
        }
        return e instanceof NoSuchFileException missing ? "there is no file " + missing.getFile() : Reason.of(e);
    }
}
