package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.serve.decode.HashModel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Tests that share a server with a fake model. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ServedTest {
    static Served served;

    @BeforeAll
    static void serve() {
        served = Served.with(new HashModel());
    }

    @AfterAll
    static void close() throws Exception {
        assertThat(served.complete("{\"prompt\": \"a\"}").get("choices"))
                .as("the server still answers")
                .hasSize(1);
        served.close();
    }
}
