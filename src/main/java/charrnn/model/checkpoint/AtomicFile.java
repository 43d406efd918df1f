package charrnn.model.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Files that appear whole or not at all, through a crash and a power cut too: written under a temporary name in the
 * same folder, forced to the disk, renamed, and the folder forced as well.
 */
public final class AtomicFile {
    private static final String TEMPORARY = ".tmp-";
    private static final int BUFFER = 1 << 16;

    private AtomicFile() {}

    /** What writes a file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, in place of one of that name.
     *
     * @throws IOException naming the file, if that fails; a file of that name is as it was, and nothing else is left
     */
    public static void write(Path target, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.resolveSibling("");
        Path temporary = absolute.resolveSibling("." + absolute.getFileName() + TEMPORARY
                + ProcessHandle.current().pid());
        try {
            sweep(folder);
            writeAndForce(temporary, content);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(folder);
        } catch (IOException e) {
            throw new IOException("Cannot write " + target + ": " + reason(e, folder), e);
        } finally {
            // After the rename there is none; after a failure an unhurt disk is all that is still asked for.
            deleteQuietly(temporary);
        }
    }

    /** TEMP until the branch faults is merged. */
    public static void link(Path existing, Path file) throws IOException {
        write(file, out -> Files.copy(existing, out));
    }

    private static void writeAndForce(Path file, Content content) throws IOException {
        // Not through a link that someone put there.
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS))) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** Makes the rename itself last. Windows cannot open a folder, and needs no such thing. */
    private static void forceFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Deletes what killed processes have left: each would be as large as a checkpoint. */
    private static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".*" + TEMPORARY + "*")) {
            for (Path leftover : leftovers) {
                String name = leftover.getFileName().toString();
                String pid = name.substring(name.lastIndexOf('-') + 1);
                if (pid.matches("[0-9]{1,9}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    deleteQuietly(leftover);
                }
            }
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Not worth losing the checkpoint, or the reason of its loss, over.
        }
    }

    private static String reason(IOException e, Path folder) {
        if (Files.notExists(folder)) {
            return "there is no folder " + folder;
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
