package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The files in config/: all load, and give a reason for each key. */
class ConfigPresetsTest {
    private static final Path FOLDER = Path.of("config");

    static List<Path> presets() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static Config load(String name) {
        return ConfigLoader.load(FOLDER.resolve(name + ".yaml"), List.of());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetLoadsUnderItsFilesName(Path preset) {
        // checkpoints/linux holds the Linux model.
        String expected = preset.getFileName().toString().replace("linux.yaml", "kernel.yaml");
        assertThat(ConfigLoader.load(preset, List.of()).name() + ".yaml").isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void eachKeyOfAPresetHasAReasonAboveIt(Path preset) throws IOException {
        List<String> lines = Files.readAllLines(preset);
        List<ScalarNode> keys = keys(preset);
        assertThat(keys).hasSizeGreaterThan(10);
        assertThat(keys).allSatisfy(key -> assertThat(
                        lines.get(YamlReader.line(key) - 2).strip())
                .as("the line above %s, line %d of %s", key.getValue(), YamlReader.line(key), preset)
                .startsWith("# ")
                .hasSizeGreaterThan(5));
    }

    @Test
    void theDefaultPresetShowsEveryKeyOnce() throws IOException {
        assertThat(keys(FOLDER.resolve("lstm.yaml")).stream().map(ScalarNode::getValue))
                .containsExactlyElementsOf(ConfigKeys.all().stream()
                        .map(key -> ConfigKey.nameOf(key.path()))
                        .toList());
    }

    /** They are used on other folders too, so they must not leave out a folder by its name. */
    @Test
    void presetsOfTheStarterCorpusExcludeNothing() {
        assertThat(List.of("lstm", "quick", "char-rnn")).allSatisfy(name -> {
            assertThat(load(name).corpus().path()).containsExactly("corpus/starter");
            assertThat(load(name).corpus().exclude()).isEmpty();
        });
    }

    /** The losses of both are of the same test files, whatever else corpus/linux holds. */
    @Test
    void presetsOfTheKernelHoldOutTheSameFiles() {
        CorpusConfig linux = load("linux").corpus();
        CorpusConfig night = load("night").corpus();
        assertThat(linux.path()).containsExactly("corpus/linux");
        assertThat(linux.include()).containsExactly("kernel/**/*.c", "kernel/**/*.h");
        assertThat(night.path()).contains("corpus/linux/kernel").allMatch(path -> path.startsWith("corpus/linux/"));
        assertThat(night.heldOutFrom()).containsExactly("kernel/**");
        assertThat(night)
                .extracting(CorpusConfig::validationShare, CorpusConfig::testShare, CorpusConfig::seed)
                .containsExactly(linux.validationShare(), linux.testShare(), linux.seed());
    }

    /** The keys without the sections, in the order of the file. */
    private static List<ScalarNode> keys(Path preset) throws IOException {
        List<ScalarNode> keys = new ArrayList<>();
        collect(new Yaml().compose(new StringReader(Files.readString(preset))), keys);
        return keys;
    }

    private static void collect(Node section, List<ScalarNode> keys) {
        for (NodeTuple entry : ((MappingNode) section).getValue()) {
            if (entry.getValueNode() instanceof MappingNode inner) {
                collect(inner, keys);
            } else {
                keys.add((ScalarNode) entry.getKeyNode());
            }
        }
    }
}
