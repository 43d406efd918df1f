package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.cli.CopyingRun;
import charrnn.cli.Program;
import charrnn.cli.TinyRun;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scorecard of a real run and of real files. */
class ScoreCommandTest {
    @TempDir
    private static Path folder;

    private static TinyRun tiny;
    private static String checkpoint;

    @BeforeAll
    static void train() throws IOException {
        tiny = TinyRun.of(folder, 20, file -> {
            // The vocabulary has all characters that complete C texts.
            StringBuilder text = new StringBuilder(
                    "/* \\ program show */\n#if 0\n#endif\n#include \"x.h\"\nchar c[] = {'n'};\n/* a ? b : c */\n");
            for (int i = 0; i < 12; i++) {
                text.append("int f" + file * i + "(int a)\n{\n\treturn a + " + i * 7 + ";\n}\n\n");
            }
            return text.toString();
        });
        tiny.train().done();
        checkpoint = tiny.path().resolve("best.zip").toString();
    }

    private static Program line(String words) {
        return Program.of(new Lab(), words.isEmpty() ? new String[0] : words.split(" "));
    }

    /** The cells of a row of a table. */
    private static List<String> row(String table, String label) {
        String row = table.lines()
                .filter(line -> line.startsWith(label + "  "))
                .findFirst()
                .orElseThrow();
        return List.of(row.substring(label.length()).strip().split(" {2,}"));
    }

    private static double percent(String table, String label) {
        return Double.parseDouble(row(table, label).get(0).split(" ")[0]);
    }

    private static Program score(String words) {
        return line("score --checkpoint " + checkpoint + " --samples 5 --length 200 " + words);
    }

    @Test
    void scoresSamplesAndHeldOutCodeByASeed() {
        String table = score("--seed 3").done().out();
        assertThat(row(table, "")).containsExactly(checkpoint, "held-out code");
        assertThat(row(table, "samples"))
                .as("the test text has two pieces of 200 characters")
                .containsExactly("5", "2");
        assertThat(row(table, "characters")).containsExactly("1,000", "400");
        assertThat(row(table, "functions that parse").get(1)).isEqualTo("100.0 %");
        assertThat(row(table, "new stretches of 50 characters").get(1)).contains(" %");
        assertThat(score("--seed 3").out()).isEqualTo(table);
    }

    @Test
    void completionsOfTheTestFilesAreScored() throws IOException {
        Path copying = CopyingRun.train(tiny.corpus(), folder);
        String table = line("score --completion --places 20 --seed 2 --checkpoint " + copying)
                .done()
                .out();
        assertThat(row(table, "20 places")).hasSize(3);
        assertThat(percent(table, "lines completed exactly"))
                .as("all files have the same lines but for numbers")
                .isGreaterThan(40);
    }

    @Test
    void completionsOfOtherFilesAreScored() throws IOException {
        Path project = Files.createDirectory(folder.resolve("project"));
        for (int file = 0; file < 10; file++) {
            Files.writeString(project.resolve(file + ".c"), "int g" + file + "(int a)\n{\n\treturn a;\n}\n");
        }
        String words = "score --completion --checkpoint " + checkpoint + " --files ";
        Program program = line(words + project + " --places 10").done();
        assertThat(program.out()).contains("10 places", "keystrokes saved");
        assertThat(program.err()).doesNotContain("trained on");
        assertThat(line(words + tiny.corpus() + " --places 10").done().err())
                .contains(
                        "warning: " + tiny.corpus() + " has files that the network " + checkpoint + " was trained on");
        Path single = Files.writeString(folder.resolve("empty.c"), "}\n".repeat(100));
        line(words + single).refused(single + " has no held-out file with a line to complete");
    }

    /** Ten files, each with a function that needs a macro from the flags, and one that depends on its value. */
    private static Path project(String name) throws IOException {
        Path project =
                Files.createDirectories(folder.resolve(name).resolve("src")).resolveSibling("");
        Files.writeString(project.resolve("src/one.h"), "#define ONE 1\n");
        for (int file = 0; file < 10; file++) {
            Files.writeString(
                    project.resolve("src/" + file + ".c"),
                    "#include \"one.h\"\n\nint g" + file + "(int a)\n{\n\treturn a + ONE + TWO;\n}\n"
                            + "#if TWO == 1\nint h" + file + "(int a)\n{\n\treturn a;\n}\n#endif\n");
        }
        return project;
    }

    private static Program compile(String words) {
        return line("score --checkpoint " + checkpoint + " --length 60 --compile " + words);
    }

    @Test
    void bodiesAreCompiledInTheirFiles() throws IOException {
        assumeThat(CCompilerTest.compilers()).isNotEmpty();
        Path project = project("compiled");
        String table = compile(project + " --cflags -DTWO=2").done().out();
        assertThat(table)
                .as("half of the functions are in #if")
                .contains("2 places  ", "2 places left out")
                .contains("the preprocessor leaves it out");
        assertThat(row(table, "bodies that compile").get(1)).isEqualTo("100.0 %");
        assertThat(row(table, "parameters used").get(1)).isEqualTo("100.0 %");
        assertThat(compile(project + " --cflags -DTWO=2").out()).isEqualTo(table);

        compile(project.toString()).refused("none of the ", "compiles as it is in its file", "'TWO' undeclared");
        Program program = compile(project + " --cflags -DTWO=2 --constrain c").done();
        assertThat(program.out()).contains("bodies that compile", "the files' own", "errors ");
        assertThat(compile(project + " --cflags -DTWO=2 --constrain c --seed 2").out())
                .isNotEqualTo(program.out());
    }

    @Test
    void filesWithoutFunctionsAreRefused() throws IOException {
        Path project = Files.createDirectory(folder.resolve("declarations"));
        for (int file = 0; file < 5; file++) {
            Files.writeString(project.resolve(file + ".c"), "int x" + file + ";\n");
        }
        compile(project.toString()).refused("--compile " + project + " has no function in its held-out files");
    }

    @Test
    void filesAreScoredWithoutACheckpoint() throws IOException {
        Path good = Files.createDirectory(folder.resolve("good"));
        Files.writeString(good.resolve("a.c"), "int f(void)\n{\n\treturn 0;\n}\n");
        Files.writeString(good.resolve("b.h"), "int g(void)\n{\n\treturn +;\n}\n");
        String table = line("score --files " + good).done().out();
        assertThat(percent(table, "functions that parse")).isEqualTo(50);
        assertThat(row(table, "new stretches of 50 characters")).containsExactly("–");
        assertThat(table).contains("there is no training text");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        '', a command is missing: score
        scor, there is no command scor; did you mean score?
        score --samples 0, '--samples is 0, but must be a whole number of at least 1'
        score --temperature=-1, '--temperature is -1, but must be a number of at least 0'
        score --files src --top-k 3, '--files scores existing texts, so --top-k does not go with it'
        score --files nowhere, --files nowhere does not exist
        score --completion --places 0, '--places is 0, but must be a whole number of at least 1'
        score --completion --length 9, '--completion scores completions, so --length does not go with it'
        score --places 5, '--places belongs to --completion, which is not given'
        score --compile nowhere, --compile nowhere does not exist
        score --compile src --samples 5, '--compile writes a body at each place, so --samples does not go with it'
        score --compile src --completion, '--completion scores completions, so --compile does not go with it'
        score --cflags=-w, '--cflags belongs to --compile, which is not given'
        score --symbols any, '--symbols belongs to --compile, which is not given'
        score --compile src --symbols any, '--symbols belongs to --constrain, which is not given'
        """)
    void refusesCommandLines(String words, String message) {
        line(words).refused(message);
    }

    @Test
    void refusesANetworkOfOtherText() throws IOException {
        Path network = Files.writeString(folder.resolve("best.zip"), "not read");
        Split python = new Split(List.of(new Piece("a.py", Part.TRAIN, 0, 9, "0".repeat(64))));
        Files.writeString(folder.resolve("split.json"), python.toJson());
        line("score --checkpoint " + network).refused(" is for C only, but the network of " + network);
    }

    /** The README's example; docs/lab/notebook/sampling.md has the results of 200 seeds. */
    @Tag("long")
    @Test
    void constrainedFunctionsOfTheLinuxModelParse() throws IOException {
        Path samples = folder.resolve("samples");
        Program.line(
                        "sample --checkpoint linux --until function --constrain c --count 40 --seed 1 --out " + samples
                                + " --prime",
                        "static int ")
                .done();
        try (Stream<Path> files = Files.list(samples)) {
            assertThat(files.filter(file -> file.toFile().length() >= 4000).count())
                    .isLessThanOrEqualTo(4);
        }
        String table = line("score --files " + samples).done().out();
        assertThat(percent(table, "functions that parse")).isGreaterThanOrEqualTo(70);
        assertThat(percent(table, "functions that parse, macros aside")).isGreaterThanOrEqualTo(85);
    }
}
