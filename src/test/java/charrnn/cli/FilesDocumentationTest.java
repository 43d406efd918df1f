package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference/files.md has the files of a real run, the entries of its checkpoint, and the fields of each JSON document. */
class FilesDocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage("files.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    /** The names that the program gave, by the heading of the page that documents them. */
    private static final Map<String, Set<String>> NAMES = new LinkedHashMap<>();

    @BeforeAll
    static void useEveryCommand() throws IOException {
        TinyRun tiny = TinyRun.of(folder, 10, FilesDocumentationTest::text);
        tiny.train().done();
        Path run = tiny.path();
        String best = run.resolve("best.zip").toString();
        addJson("evaluate", "--checkpoint " + best);
        addJson("sample", "--length 20 --seed 1 --checkpoint " + best);
        Path runs = folder.resolve("runs");
        Files.writeString(Files.createDirectory(runs.resolve("broken")).resolve("last.zip"), "no checkpoint");
        addJson("runs", runs.toString());
        for (String line : Files.readAllLines(run.resolve("history.jsonl"))) {
            addFields("## history.jsonl", line);
        }
        names("## history.jsonl").add("event"); // absent in an undisturbed run
        addFields("## split.json", Files.readString(run.resolve("split.json")));
        addFields("## test.json", Files.readString(run.resolve("test.json")));
        try (Stream<Path> files = Files.list(run)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .map(name -> name.replaceFirst("step-\\d+_val-\\d+\\.\\d+", "step-STEP_val-LOSS"))
                    .forEach(names("## The folder of a run")::add);
        }
        addEntries(run.resolve("last.zip"));
    }

    private static String text(int file) {
        StringBuilder text = new StringBuilder("#include \"x.h\"\n\n");
        for (int i = 0; i < 30; i++) {
            text.append("int f" + i + "(int a)\n{\n\treturn a + " + file + ";\n}\n\n");
        }
        return text.toString();
    }

    private static Set<String> names(String heading) {
        return NAMES.computeIfAbsent(heading, key -> new TreeSet<>());
    }

    private static void addJson(String command, String options) throws IOException {
        addFields(
                "### " + command + " --json",
                Program.line(command + " --json " + options).done().out());
    }

    private static void addFields(String heading, String json) throws IOException {
        addFields(names(heading), "", JSON.readTree(json));
    }

    /** Adds the paths of all fields: {@code a.b} is field b of object a, {@code a[].b} of each object in the list a. */
    static void addFields(Set<String> names, String path, JsonNode node) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> addFields(
                            names, path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue()));
        } else if (node.isArray() && node.path(0).isObject()) {
            node.forEach(element -> addFields(names, path + "[]", element));
        } else {
            names.add(path.replaceFirst("duplicates\\..+", "duplicates.FILE"));
        }
    }

    private static void addEntries(Path checkpoint) throws IOException {
        try (ZipFile zip = new ZipFile(checkpoint.toFile())) {
            zip.stream().forEach(entry -> names("## Checkpoints").add(entry.getName()));
            for (String entry : List.of("progress.json", "vocabulary.json")) {
                byte[] json =
                        zip.getInputStream(zip.getEntry("charrnn/" + entry)).readAllBytes();
                addFields("### charrnn/" + entry, new String(json, StandardCharsets.UTF_8));
            }
        }
    }

    static Set<String> headings() {
        return NAMES.keySet();
    }

    @ParameterizedTest
    @MethodSource("headings")
    void pageHasTheNamesThatTheProgramGives(String heading) throws IOException {
        assertThat(PAGE.names(heading)).as(heading).containsExactlyInAnyOrderElementsOf(names(heading));
    }

    @Test
    void everyDocumentOfACommandIsDocumented() {
        assertThat(Main.commandLine(() -> {}, new Main()).getSubcommands().values().stream()
                        .map(command -> command.getCommandSpec())
                        .filter(command -> command.findOption("--json") != null)
                        .map(command -> "### " + command.name() + " --json"))
                .allMatch(NAMES::containsKey);
    }
}
