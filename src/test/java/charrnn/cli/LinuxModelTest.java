package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network in checkpoints/linux, which the README's examples use and which is {@code sample}'s default. */
class LinuxModelTest {
    private static final String FILE = Path.of("checkpoints/linux/best.zip").toString();

    /** The network copies a name that it has never seen. */
    @Test
    void copiesANameFromTheContext(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("zebra.c");
        Files.writeString(file, "int f(struct zebra *herd)\n{\n\treturn zebra_feed_herd(herd);\n}\n");
        String words = "sample --checkpoint " + FILE + " --length 9 --temperature 0";
        String prime = "\treturn zebra_f";
        assertThat(Program.line(words + " --prime", prime).out()).doesNotContain("zebra_feed_herd(");
        assertThat(Program.line(words + " --context " + file + " --prime", prime)
                        .out())
                .isEqualTo("\treturn zebra_feed_herd(");
    }

    /** The default may be a newer run of the developer's own. */
    @Test
    void aDefaultNetworkIsAnnounced() {
        Program unnamed = Program.line("sample --length 5 --seed 1").done();
        assertThat(unnamed.err().lines())
                .singleElement()
                .asString()
                .matches("network: .*\\.zip, step [0-9,]+, (validation .* bits per character|not validated)");
        Program named =
                Program.line("sample --checkpoint linux --length 5 --seed 1").done();
        assertThat(named.err()).isEmpty();
    }

    @Test
    void inspectDescribesTheLinuxModel() {
        Program inspect = Program.run("inspect", FILE).done();
        assertThat(inspect.out())
                .contains("resumable        no: it was saved without the optimizer's state", "best validation  0.8280");
    }
}
