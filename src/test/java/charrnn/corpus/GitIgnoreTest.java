package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.message.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitIgnoreTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.c, a.c, true",
        "a.c, x/y/a.c, true",
        "/a.c, a.c, true",
        "x/*.c, y/x/a.c, ",
        "**/y/*.c, y/a.c, true",
        "x/**, x/y/z, true",
        "x/**/z, x/z, true",
        "x**z, x/y/z, ",
        "'#a', '#a', ",
        "'\\#a', '#a', true",
        "'!a', a, false",
        "'\\!a', '!a', true",
        "'a  ', a, true",
        "'a\\ ', 'a ', true",
        "'a\\', a, ",
        "[^a-c].h, d.h, true",
        "[]x].h, ].h, true",
        "[b-a].h, a.h, ",
        "a?c, a/c, ",
        "'*.c\n!keep.c\nbuild/', a.c, true", // the last pattern that matches decides
        "'*.c\n!keep.c\nbuild/', x/keep.c, false",
        "'*.c\n!keep.c\nbuild/', x/build/, true",
    })
    void aPatternMatchesAsGitDocuments(String pattern, String path, Boolean excluded) {
        assertThat(GitIgnore.NONE.with("", pattern + "\n").excludes(path).orElse(null))
                .isEqualTo(excluded);
        assertThat(GitIgnore.NONE
                        .with("", "#\n\n" + pattern + "\r\n")
                        .excludes(path)
                        .orElse(null))
                .isEqualTo(excluded);
    }

    @Test
    void anyTextIsAPattern() {
        Random random = new Random(1);
        String characters = "[]!^-\\*?/:#. abcalpha\u00e9\ufffd\ud83d\ude00";
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(20), 0, characters.length())
                    .mapToObj(at -> characters.substring(at, at + 1))
                    .reduce("", String::concat);
            GitIgnore.NONE.with("", text).excludes(random.nextBoolean() ? "a/b/" : "a/b");
        }
    }

    @Test
    void manyStarsTakeNoExponentialTime() {
        GitIgnore rules = GitIgnore.NONE.with("", "*a".repeat(100) + "b\n" + "**/a/".repeat(100) + "b\n");
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertThat(rules.excludes("a".repeat(250))).isEmpty();
            assertThat(rules.excludes("a/".repeat(250) + "c")).isEmpty();
        });
    }

    /** Quadratic reading or matching would take many minutes. */
    @Test
    void longFilesAreReadAndMatchedInLinearTime() {
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            GitIgnore rules = GitIgnore.NONE;
            for (int i = 0; i < 20; i++) {
                rules = rules.with("", "x\n".repeat(100_000));
            }
            assertThat(rules.excludes("y")).isEmpty();
            assertThat(rules.with("", " ".repeat(250_000) + "x").excludes("y")).isEmpty();
            assertThat(rules.with("", "*a*a*b\n".repeat(100_000)).excludes("a".repeat(250)))
                    .isEmpty();
        });
    }

    @Test
    void filesThatAreTooLongTogetherAreNamed() throws IOException {
        Path below = Files.createDirectories(folder.resolve("below"));
        Files.writeString(folder.resolve(".gitignore"), "x\n".repeat(100_000));
        Files.writeString(below.resolve(".gitignore"), "x\n".repeat(31_072));
        assertThat(ProjectFilesTest.names(folder, "**/*.c")).isEmpty();
        Files.writeString(below.resolve(".gitignore"), "x\n".repeat(31_073));
        assertThatThrownBy(() -> ProjectFilesTest.names(folder, "**/*.c"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        Path.of("below", ".gitignore")
                                + " is too long: with the .gitignore files of the folders above, it has more than 262,144 bytes");
    }

    /** Random trees with random .gitignore files, each file looked at by git and by {@link ProjectFiles}' walk. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomTreesAreSelectedAsByGit(long seed) throws IOException, InterruptedException {
        assumeTrue(StarterCorpusTest.isInstalled("git"), "no git here");
        assertThat(run(List.of("git", "init", "-q", "."), "")).isZero();
        Random random = new Random(seed);
        Set<String> files = new TreeSet<>();
        List<String> folders = new ArrayList<>(List.of(""));
        for (int i = 0; i < 120; i++) {
            String parent = folders.get(random.nextInt(folders.size()));
            if (i % 4 == 0) {
                String path = parent + name(random) + "/";
                if (!files.contains(path.substring(0, path.length() - 1))) {
                    Files.createDirectories(folder.resolve(path));
                    folders.add(path);
                }
            } else {
                Path file = folder.resolve(parent + name(random));
                if (!Files.exists(file)) {
                    Files.writeString(file, "");
                    files.add(parent + file.getFileName());
                }
            }
        }
        for (String path : new HashSet<>(folders)) {
            StringBuilder rules = new StringBuilder();
            for (int i = random.nextInt(path.isEmpty() ? 12 : 3); i > 0; i--) {
                rules.append(pattern(random)).append('\n');
            }
            Files.writeString(folder.resolve(path + ".gitignore"), rules);
        }
        assertThat(run(
                        List.of("git", "-c", "core.quotePath=false", "check-ignore", "--no-index", "--stdin"),
                        String.join("\n", files) + "\n"))
                .isBetween(0, 1);
        Set<String> expected = new TreeSet<>(files);
        Files.readAllLines(folder.resolve("../" + folder.getFileName() + ".out"))
                .forEach(expected::remove);
        assertThat(ProjectFilesTest.names(folder, "**"))
                .filteredOn(name -> !name.endsWith(".gitignore"))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).hasSizeLessThan(files.size());
    }

    private static String name(Random random) {
        return random.ints(1 + random.nextInt(2), 0, 4)
                        .mapToObj(i -> "abc-".substring(i, i + 1))
                        .reduce("", String::concat)
                + (random.nextBoolean() ? ".c" : "");
    }

    private static String pattern(Random random) {
        List<String> parts = List.of(
                "a", "b", "c", "-", ".c", "*", "**", "/", "/", "/**/", "?", "[ab]", "[!a]", "[a-c]", "[]a]", "\\a", "]",
                "[^b]", "***", "!", " ");
        StringBuilder pattern = new StringBuilder(random.nextInt(5) == 0 ? "!" : "");
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            pattern.append(parts.get(random.nextInt(parts.size())));
        }
        return pattern.append(random.nextInt(4) == 0 ? "/" : "").toString();
    }

    private int run(List<String> command, String input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.redirectOutput(
                folder.resolve("../" + folder.getFileName() + ".out").toFile());
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
