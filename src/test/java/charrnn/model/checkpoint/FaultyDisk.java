package charrnn.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.tests.mockfile.FilterFileChannel;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;

/** A file system on which one operation fails, or all operations from one on. A failing write writes half of its bytes. */
public final class FaultyDisk extends FilterFileSystemProvider {
    /** Which operations fail. */
    public enum Fault {
        /** One operation fails. */
        ONCE,
        /** All operations from that one on fail. */
        FOR_GOOD
    }

    private final Fault fault;
    private final int at;
    private final boolean hasLinks;
    private final List<String> operations = new ArrayList<>();

    private FaultyDisk(Fault fault, int at, boolean hasLinks) {
        super("faulty", FileSystems.getDefault());
        this.fault = fault;
        this.at = at;
        this.hasLinks = hasLinks;
    }

    /** A disk without a fault. */
    public static FaultyDisk sound() {
        return new FaultyDisk(Fault.ONCE, Integer.MAX_VALUE, true);
    }

    public static FaultyDisk failing(Fault fault, int at) {
        return new FaultyDisk(fault, at, true);
    }

    /** The same on a file system without hard links. */
    public FaultyDisk withoutLinks() {
        return new FaultyDisk(fault, at, false);
    }

    /** The path of a file or folder on this disk. */
    public Path path(Path real) {
        return wrapPath(real);
    }

    /** The operations, such as {@code write .last.zip.tmp-N}, in order. */
    public List<String> operations() {
        return List.copyOf(operations);
    }

    private void operation(String what, Path path) throws IOException {
        String pid = Long.toString(ProcessHandle.current().pid());
        operations.add(what + " " + path.getFileName().toString().replaceFirst(pid + "$", "N"));
        int now = operations.size();
        if (fault == Fault.ONCE ? now == at : now >= at) {
            throw new FileSystemException(path.toString(), null, "Input/output error at operation " + now);
        }
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        operation("open", path);
        return new FaultyChannel(super.newFileChannel(path, options, attributes), path);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        operation("move", source);
        super.move(source, target, options);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        if (!hasLinks) {
            throw new UnsupportedOperationException();
        }
        operation("link", link);
        super.createLink(link, existing);
    }

    @Override
    public void delete(Path path) throws IOException {
        operation("delete", path);
        super.delete(path);
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        operation("delete", path);
        return super.deleteIfExists(path);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        operation("list", folder);
        return super.newDirectoryStream(folder, filter);
    }

    private final class FaultyChannel extends FilterFileChannel {
        private final Path path;

        FaultyChannel(FileChannel channel, Path path) {
            super(channel);
            this.path = path;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            try {
                operation("write", path);
            } catch (IOException e) {
                super.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
                throw e;
            }
            return super.write(bytes);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            operation("force", path);
            super.force(metaData);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            super.implCloseChannel();
            operation("close", path);
        }
    }
}
