package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.serve.decode.HashModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests that share a server with a fake model. */
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
