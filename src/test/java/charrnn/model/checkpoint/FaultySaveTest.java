package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.files.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.tests.mockfile.FilterFileChannel;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If any operation of a save fails, once or permanently, each file with a final name is whole: the old or the new one. */
class FaultySaveTest {
    private static final String MODEL =
            "\nmodel: {hidden: [5, 4]}\ntraining: {batchSize: 2}\n"; // of the sample's network
    private static final String OLD = "name: old" + MODEL;
    private static final String NEW = "name: new" + MODEL;

    private final Checkpoint sample = Samples.full();

    @TempDir
    private Path root;

    /** A way to save a checkpoint in a folder. */
    private interface Save {
        void into(Path folder, String configYaml) throws IOException;
    }

    /** As a run saves between validations. */
    private void last(Path folder, String configYaml) throws IOException {
        CheckpointWriter.write(checkpoint(configYaml), folder.resolve("last.zip"));
    }

    /** As a run saves at a validation: one file with three names, and older ones are removed. */
    private void moment(Path folder, String configYaml) throws IOException {
        Path best = folder.resolve("best.zip");
        Path step = folder.resolve("step-" + configYaml.substring(6, 9) + ".zip");
        CheckpointWriter.write(checkpoint(configYaml), best);
        AtomicFile.link(best, step);
        AtomicFile.link(best, folder.resolve("last.zip"));
        try (DirectoryStream<Path> steps = Files.newDirectoryStream(folder, "step-*.zip")) {
            for (Path older : steps) {
                if (!older.equals(step)) {
                    Files.delete(older);
                }
            }
        }
    }

    private Checkpoint checkpoint(String configYaml) {
        return new Checkpoint(sample.network(), sample.vocabulary(), configYaml, sample.progress(), sample.state());
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, true", "true, false"})
    void everyFileIsWholeWhicheverOperationFails(boolean atValidation, boolean links) throws IOException {
        for (boolean once : new boolean[] {true, false}) {
            everyOperationFails(atValidation ? this::moment : this::last, once, links);
        }
    }

    private void everyOperationFails(Save save, boolean once, boolean links) throws IOException {
        int operation = 0;
        int operations;
        do {
            operation++;
            Path folder = Files.createDirectory(root.resolve(once + "-" + operation));
            save.into(folder, OLD);
            FaultyDisk disk = new FaultyDisk(once, operation, links);

            Optional<IOException> failure = failure(save, disk.path(folder));

            operations = disk.operations.size();
            String when = (once ? "once at" : "from") + " operation " + operation + ", " + disk.operations;
            failure.ifPresent(e -> assertThat(e).as(when).hasMessageContaining("Input/output error"));
            String last = configYaml(folder.resolve("last.zip"));
            assertThat(last).as(when).isIn(failure.isEmpty() ? new Object[] {NEW} : new Object[] {OLD, NEW});
            assertEveryFileIsWhole(folder, when);
            save.into(folder, NEW);
            assertThat(AtomicFile.leftovers(folder)).as(when).isEmpty();
        } while (operation <= operations);
        assertThat(operation).isGreaterThan(8);
    }

    private static Optional<IOException> failure(Save save, Path folder) {
        try {
            save.into(folder, NEW);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static void assertEveryFileIsWhole(Path folder, String when) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*")) {
            for (Path file : files) {
                assertThat(configYaml(file)).as(when + ": " + file).isIn(OLD, NEW);
            }
        }
    }

    private static String configYaml(Path file) {
        return CheckpointReader.read(file, true).configYaml();
    }

    @Test
    void theFileIsForcedBeforeTheRenameAndTheFolderAfterIt() throws IOException {
        Path folder = Files.createDirectory(root.resolve("run"));
        FaultyDisk disk = new FaultyDisk(true, Integer.MAX_VALUE, true);
        AtomicFile.write(disk.path(folder).resolve("last.zip"), out -> out.write(1));
        assertThat(disk.operations)
                .containsExactly(
                        "list run",
                        "open .last.zip.tmp-N",
                        "write .last.zip.tmp-N",
                        "force .last.zip.tmp-N",
                        "close .last.zip.tmp-N",
                        "move .last.zip.tmp-N",
                        "open run",
                        "force run",
                        "close run",
                        "delete .last.zip.tmp-N");
    }

    /** A file system on which one operation fails, or all from that one on. A failing write writes half of its bytes. */
    private static final class FaultyDisk extends FilterFileSystemProvider {
        private final boolean once;
        private final int at;
        private final boolean hasLinks;
        private final List<String> operations = new ArrayList<>();

        FaultyDisk(boolean once, int at, boolean hasLinks) {
            super("faulty", FileSystems.getDefault());
            this.once = once;
            this.at = at;
            this.hasLinks = hasLinks;
        }

        /** The path of a file or folder on this disk. */
        Path path(Path real) {
            return wrapPath(real);
        }

        private void operation(String what, Path path) throws IOException {
            String pid = Long.toString(ProcessHandle.current().pid());
            operations.add(what + " " + path.getFileName().toString().replaceFirst(pid + "$", "N"));
            int now = operations.size();
            if (once ? now == at : now >= at) {
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
}
