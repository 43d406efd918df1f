package charrnn.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import java.io.BufferedReader;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A process whose work never ends. */
class StopSignalTest {
    /** Ignores the stop request and keeps working. */
    static final class Stubborn {
        private Stubborn() {}

        public static void main(String[] args) throws InterruptedException {
            StopSignal signal = new StopSignal(System.out::println, "working on");
            System.out.println("working");
            new CountDownLatch(1).await();
            signal.close();
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        Process process = Program.process(Stubborn.class).start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("working");
            process.toHandle().destroy(); // Process.destroy would close its output
            assertThat(output.readLine()).isEqualTo("stopping: working on; a second signal ends the program at once");
            assertThat(process.isAlive()).isTrue();
            process.toHandle().destroy();
            assertThat(process.waitFor()).as("what a shell sees of SIGTERM").isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }
}
