package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.cli.Program;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.function.Uncheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunCheckpointsTest {
    @TempDir
    private Path temporary;

    private static Progress saved(Path file) {
        return CheckpointReader.read(file, true).progress();
    }

    @Test
    void aCheckpointWithARisingLossIsNotRestored() throws IOException {
        TinySitting run = new TinySitting(temporary);
        run.checkpoints().save(List.of(run.folder.last()), run.at(3, 2.5).with(TinySitting.risen()), false);
        assertThatThrownBy(() -> run.checkpoints().restore(run.at(5, 2.5), new Divergence(6, "spoilt")))
                .isInstanceOf(Divergence.class)
                .hasMessageStartingWith("the training diverged at step 6: spoilt. " + run.folder.path()
                        + " holds no good checkpoint. Try a lower training.learningRate");
    }

    /** Saves without a free file descriptor; the others are closed when the failure is reported. */
    static final class SaveWithoutDescriptors {
        private SaveWithoutDescriptors() {}

        public static void main(String[] args) throws IOException {
            TinySitting run = new TinySitting(Path.of(args[0]));
            RunCheckpoints checkpoints = run.checkpoints();
            Progress state = run.at(3, 2.5);
            checkpoints.save(List.of(run.folder.best()), state, false);
            List<Closeable> files = new ArrayList<>(List.of(FileChannel.open(run.folder.best())));
            run.onEvent = () -> files.forEach(file -> Uncheck.run(file::close));
            loadClasses(run, state);
            try {
                while (true) {
                    files.add(FileChannel.open(run.folder.best()));
                }
            } catch (FileSystemException e) {
                checkpoints.save(List.of(run.folder.last()), state, false);
            }
            System.out.println(run.events);
        }

        /** Java opens a file for each class, unlike for those of a jar. */
        private static void loadClasses(TinySitting run, Progress state) throws IOException {
            run.reporting.event(state, "a test");
            Path none = run.folder.best().resolve("last.zip");
            assertThatThrownBy(() -> run.checkpoints().save(List.of(none), state, false))
                    .isInstanceOf(IOException.class);
        }
    }

    @Tag("long")
    @Test
    @EnabledOnOs(OS.LINUX)
    void aSaveWaitsForFileDescriptors() throws Exception {
        ProcessBuilder java = Program.process(SaveWithoutDescriptors.class, temporary.toString());
        List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -n 400; exec \"$@\"", "bash"));
        limited.addAll(java.command());
        String output = Program.ended(java.command(limited)).done().out();
        Path last = RunFolder.of(TinySitting.config(temporary)).last();
        assertThat(output)
                .contains("[a test, Cannot write " + last + ": Too many open files; trying again every second]");
        assertThat(saved(last).step()).isEqualTo(3);
    }
}
