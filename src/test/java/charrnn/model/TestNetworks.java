package charrnn.model;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import java.util.List;

/** New networks of a configuration. */
public final class TestNetworks {
    private TestNetworks() {}

    /** @param overrides settings such as {@code model.gates=full} */
    public static StreamingNetwork of(int vocabulary, String yaml, String... overrides) {
        Config config = ConfigLoader.parse(yaml, "test", List.of(overrides));
        return Networks.create(config.model(), config.training(), vocabulary);
    }
}
