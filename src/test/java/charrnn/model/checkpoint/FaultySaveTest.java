package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.files.AtomicFile;
import charrnn.model.checkpoint.FaultyDisk.Fault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
        for (Fault fault : Fault.values()) {
            everyOperationFails(atValidation ? this::moment : this::last, fault, links);
        }
    }

    private void everyOperationFails(Save save, Fault fault, boolean links) throws IOException {
        int operation = 0;
        int operations;
        do {
            operation++;
            Path folder = Files.createDirectory(root.resolve(fault + "-" + operation));
            save.into(folder, OLD);
            FaultyDisk disk = FaultyDisk.failing(fault, operation);
            disk = links ? disk : disk.withoutLinks();

            Optional<IOException> failure = failure(save, disk.path(folder));

            operations = disk.operations().size();
            String when = fault + " at operation " + operation + ", " + disk.operations();
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
        FaultyDisk disk = FaultyDisk.sound();
        AtomicFile.write(disk.path(folder).resolve("last.zip"), out -> out.write(1));
        assertThat(disk.operations())
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
}
