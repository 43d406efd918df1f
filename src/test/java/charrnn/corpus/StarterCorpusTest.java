package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Properties of the corpus that ships with the project. */
class StarterCorpusTest {
    private static final Path CORPUS = Path.of("corpus", "starter");

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(CORPUS)) {
            return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }

    @Test
    void itHasAtLeastFortyFilesAndTwoHundredKilobytes() throws IOException {
        List<Path> sources = files(".c");
        long bytes = 0;
        for (Path source : sources) {
            bytes += Files.size(source);
        }
        assertThat(sources).hasSizeGreaterThanOrEqualTo(40);
        assertThat(bytes).isGreaterThan(200_000);
    }

    @Test
    void gccAcceptsEachFile() throws IOException, InterruptedException {
        assumeTrue(isInstalled("gcc"), "no gcc here");
        ProcessBuilder builder =
                new ProcessBuilder("gcc", "-fsyntax-only", "-std=gnu11", "-I", "corpus/starter/include");
        files(".c").forEach(source -> builder.command().add(source.toString()));
        Process gcc = builder.redirectErrorStream(true).start();
        String output = new String(gcc.getInputStream().readAllBytes());
        assertThat(gcc.waitFor()).as(output).isZero();
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Jaccard similarity of the sets of runs of eight words. */
    @Test
    void noTwoFilesAreNearDuplicates() throws IOException {
        List<Path> sources = files(".c");
        List<Set<String>> runs = new ArrayList<>();
        for (Path source : sources) {
            runs.add(wordRuns(Files.readString(source)));
        }
        for (int i = 0; i < runs.size(); i++) {
            for (int j = 0; j < i; j++) {
                Set<String> common = new HashSet<>(runs.get(i));
                common.retainAll(runs.get(j));
                double similarity = common.size()
                        / (double) (runs.get(i).size() + runs.get(j).size() - common.size());
                assertThat(similarity)
                        .as("%s and %s", sources.get(i), sources.get(j))
                        .isLessThan(0.1);
            }
        }
    }

    private static Set<String> wordRuns(String text) {
        String[] words = text.split("\\W+");
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + 8 <= words.length; i++) {
            runs.add(String.join(" ", List.of(words).subList(i, i + 8)));
        }
        return runs;
    }
}
