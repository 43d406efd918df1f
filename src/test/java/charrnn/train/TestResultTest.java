package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestResultTest {
    private static final BitsPerCharacter MEASURED = new BitsPerCharacter(1.5234, 9786);

    @TempDir
    private Path run;

    private static Progress checkpoint(long step, OptionalDouble validation) {
        return TinySession.updated(step, 1000)
                .with(new Progress.Losses(validation, step, OptionalDouble.empty(), validation));
    }

    @Test
    void isEmptyForAnotherCheckpoint() throws IOException {
        OptionalDouble validation = OptionalDouble.of(1.5);
        TestResult.write(run, checkpoint(1200, validation), MEASURED);
        assertThat(TestResult.read(run, checkpoint(1300, validation))).isEmpty();
        assertThat(TestResult.read(run, checkpoint(1200, OptionalDouble.of(1.6))))
                .isEmpty();
        assertThat(TestResult.read(run, checkpoint(1200, OptionalDouble.empty())))
                .isEmpty();
    }

    @Test
    void isEmptyIfTheFileIsMissingOrBroken() throws IOException {
        Progress checkpoint = checkpoint(1200, OptionalDouble.empty());
        assertThat(TestResult.read(run, checkpoint)).isEmpty();
        for (String broken : new String[] {"", "{", "[]", "{\"step\":1200}", "{\"step\":1200,\"bitsPerChar\":\"1\"}"}) {
            Files.writeString(run.resolve("test.json"), broken);
            assertThat(TestResult.read(run, checkpoint)).as(broken).isEmpty();
        }
    }
}
