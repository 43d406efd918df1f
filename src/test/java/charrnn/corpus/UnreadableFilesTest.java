package charrnn.corpus;

import static charrnn.corpus.Texts.names;
import static charrnn.corpus.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import charrnn.message.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unreadable files are named in warnings. They are read in another process, without root's privileges over files. */
@Tag("long")
class UnreadableFilesTest {
    private static final String PRIVILEGES = "-dac_override,-dac_read_search";

    private final Path folder;
    private final Path locked;

    UnreadableFilesTest(@TempDir Path folder) {
        this.folder = folder;
        locked = folder.resolve("locked");
    }

    @BeforeEach
    void writeFiles() throws IOException {
        write(folder, "good.c", "int good;\n");
        write(locked, "in.c", "int in;\n");
        write(locked, "notes", "no C\n");
        write(locked, "deeper/far.c", "int far;\n");
    }

    /** Restores the permissions, so that the files can be deleted. */
    @AfterEach
    void unlock() throws IOException {
        permit(locked, "rwxr-xr-x");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** Loads a folder; prints the names of its files and the warnings, or else the mistakes. */
    public static void main(String[] args) {
        TestConfig config = TestConfig.of(Path.of(args[0])).shares(0, 0);
        try {
            Corpus corpus = Corpus.load(config.build(), warning -> System.out.println("warning: " + warning));
            System.out.println("files: " + names(corpus));
        } catch (UserError e) {
            e.messages().forEach(System.out::println);
        }
    }

    private static List<String> load(Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv here");
            command.addAll(List.of("setpriv", "--bounding-set=" + PRIVILEGES, "--inh-caps=" + PRIVILEGES));
        }
        command.addAll(
                Program.process(UnreadableFilesTest.class, folder.toString()).command());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.lines().toList();
        }
    }

    /** A file without read permission, a folder that cannot be entered and one that cannot be listed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        locked/in.c | --------- | good.c, locked/deeper/far.c | locked/in.c
        locked      | r--r--r-- | good.c                      | locked/deeper, locked/in.c, locked/notes
        locked      | --x--x--x | good.c                      | locked/
        """)
    void whatCannotBeReadIsNamed(String path, String permissions, String read, String skipped) throws IOException {
        permit(folder.resolve(path), permissions);
        List<String> expected = new ArrayList<>();
        for (String name : skipped.split(", ")) {
            expected.add("warning: " + name + ": cannot be read: permission is denied; skipped");
        }
        expected.add("files: [" + read + "]");
        assertThat(load(folder)).isEqualTo(expected);
    }

    @Test
    void aPathInAFolderThatCannotBeEnteredIsRefused() throws IOException {
        permit(locked, "r--r--r--");
        Path deeper = locked.resolve("deeper");
        assertThat(load(deeper)).containsExactly("corpus.path: '" + deeper + "' cannot be read: permission is denied");
    }
}
