package charrnn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failed save leaves the existing files unchanged, and no other file. */
class AtomicFileTest {
    private final Path folder;
    private final Path file;

    AtomicFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        file = folder.resolve("last.zip");
        Files.writeString(file, "old");
    }

    @Test
    void exceptionInTheContentLeavesTheOldFile() throws Exception {
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertHolds(file);
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write(1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot write " + file + ": " + reason);
    }

    @Test
    void aMissingFolderAFileInItsPlaceAndAFolderInTheFilesPlaceAreRefused() throws Exception {
        Path missing = folder.resolve("gone");
        assertRefused(missing.resolve("last.zip"), "there is no folder " + missing);
        assertRefused(file.resolve("last.zip"), "");
        Path taken = folder.resolve("taken");
        Files.createDirectories(taken.resolve("x"));
        assertRefused(taken, "");
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void missingPermissionIsNamed() {
        assumeTrue(folder.toFile().setWritable(false) && !Files.isWritable(folder), "root may write everywhere");
        assertRefused(file, "permission is denied");
    }

    @Test
    void leftoversAreTheTemporaryFilesOfKilledProcesses() throws Exception {
        Path dead = Files.writeString(folder.resolve(".step-1.zip.tmp-999999999"), "half");
        Path namesake = Files.writeString(temporary("step-2.zip"), "half");
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(folder.resolve(".step-3.zip.tmp-" + parent), "half");
        Files.writeString(folder.resolve(".notes.tmp-draft"), "mine");
        assertThat(AtomicFile.leftovers(folder)).containsExactlyInAnyOrder(dead, namesake);
        AtomicFile.write(folder.resolve("step-2.zip"), out -> out.write(1));
        assertThat(namesake).doesNotExist();
        assertThat(dead).as("perhaps of a process in another container").exists();
    }

    @Test
    void linkKeepsItsContentWhenTheFirstNameIsReplaced() throws Exception {
        Path best = Files.writeString(folder.resolve("best.zip"), "older");
        AtomicFile.link(file, best);
        assertThat(Files.isSameFile(file, best)).isTrue();
        AtomicFile.write(file, out -> out.write(bytes("new")));
        assertThat(best).hasContent("old");
        assertThat(file).hasContent("new");
        assertHolds(file, best);
    }

    /** POSIX: where both names are links to the same file, rename does nothing and succeeds. */
    @Test
    void linkingTwiceLeavesNoTemporaryFile() throws Exception {
        Path best = folder.resolve("best.zip");
        AtomicFile.link(file, best);
        AtomicFile.link(file, best);
        assertThat(Files.isSameFile(file, best)).isTrue();
        assertHolds(file, best);
    }

    /** Killed between link and rename; in a container, the next process may have the same id. */
    @Test
    void temporaryLinkOfAKilledProcessIsNotWrittenInto() throws Exception {
        Path best = folder.resolve("best.zip");
        Files.createLink(temporary("best.zip"), file);
        AtomicFile.write(best, out -> out.write(bytes("new")));
        assertThat(file).hasContent("old");
        assertThat(best).hasContent("new");
        assertHolds(file, best);
    }

    @Test
    void linkToAMissingFileIsRefused() throws Exception {
        Path gone = folder.resolve("gone.zip");
        assertThatThrownBy(() -> AtomicFile.link(gone, file))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot write " + file + ": there is no file " + gone);
        assertThat(file).hasContent("old");
        assertHolds(file);
    }

    private Path temporary(String name) {
        return folder.resolve("." + name + ".tmp-" + ProcessHandle.current().pid());
    }

    private void assertHolds(Path... expected) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(expected);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
