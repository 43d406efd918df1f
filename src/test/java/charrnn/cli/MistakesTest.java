package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes of users: one readable message each, exit code 2, no files left behind. */
class MistakesTest {
    @TempDir
    private Path folder;

    private Program train(String corpus, String... more) throws IOException {
        Path config = Files.writeString(folder.resolve("tiny.yaml"), "");
        return Program.run(Program.tinyTraining(config, folder.resolve(corpus), folder.resolve("runs"), more));
    }

    private static void isOneMistake(Program program, String... parts) {
        assertThat(program.refused(parts).err().lines().filter(line -> !line.matches("see: .*")))
                .hasSizeBetween(1, 3);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        '', a command is missing
        '', 'inspect, report, runs, corpus or shell-completion'
        trian, there is no command trian; did you mean train?
        compare a b, there is no command compare; 'report A B' compares the runs A and B
        train, 'Missing required option: ''--config=FILE'''
        train foo.yaml, '''train'' takes no argument ''foo.yaml'': did you mean --config foo.yaml?'
        train, '; the configurations are c, char-rnn, linux, lstm, night, quick'
        train --config lstm --epochs 5, 'no option --epochs of ''train''; a key is set like --set training.epochs=5'
        --config lstm --lr=0.1, '--lr=0.1 of ''train''; a key is set like --set training.epochs=5'
        train --config lstm --resme, '--resme of ''train''; did you mean --resume?'
        train --config lstm --set training.maxMinutes 1, 'write --set training.maxMinutes=1'
        train --config a --config b, 'option ''--config'' (FILE) should be specified only once'
        train --config lstm nope.zip, ': did you mean --init-from nope.zip?'
        evaluate nope.zip, '''evaluate'' takes no argument ''nope.zip'': did you mean --checkpoint nope.zip?'
        sample --json=yes, '--json is ''yes'', but must be without a value'
        sample --lenght 5, there is no option --lenght of 'sample'; did you mean --length?
        sample --max_new_tokens=5, there is no option --max_new_tokens=5 of 'sample'
        sample int, '''sample'' takes no argument ''int'': did you mean --prime int?'
        sample --json --out x, --json prints the samples and --out writes them to files: leave one of them out
        sample --checkpoint checkpoints, 'checkpoints is a folder without a best.zip; it holds runs: name one of them'
        sample --checkpoint src, 'src is a folder without a best.zip: name a checkpoint, or the folder of a run'
        inspect src, 'src is a folder without a best.zip: name a checkpoint'
        sample --length=many, '--length is ''many'', but must be a whole number'
        sample --length=99999999999, 'but must be a whole number of at most 2147483647'
        sample --length=-1 --top-p=0, '--length is -1, but must be a whole number of at least 0'
        sample --top-p=0 --count=0, '--top-p is 0, but must be a number above 0 and at most 1'
        sample --temperature=NaN, '--temperature is NaN, but must be a number of at least 0'
        sample --min-p 1.1, '--min-p is 1.1, but must be a number from 0 to 1'
        sample --repetition-penalty Infinity, '--repetition-penalty is Infinity, but must be a number of at least 1'
        sample --repetition-window 1001, '--repetition-window is 1001, but must be a whole number from 1 to 1000'
        sample --top-p many, '--top-p is ''many'', but must be a number'
        sample --prime a --prime-file b, --prime and --prime-file both name the text to continue; give one of them
        sample --prime-file nowhere.txt, --prime-file nowhere.txt cannot be read: it does not exist
        sample --checkpoint nowhere.zip, nowhere.zip
        sample --until word, '--until is ''word'', but must be length, line or function'
        sample --until functoin, 'but must be length, line or function; did you mean function?'
        sample --constrain java, '--constrain is ''java'', but must be c'
        sample --constrain c --stop }, 'ends a sample where --until says and nothing is open, so --stop does not go with it'
        sample --out pom.xml, --out pom.xml must be an empty folder or a new one
        sample --out src, '--out src must be an empty folder or a new one, but holds '
        sample --show-probabilities --json, '--show-probabilities shows one sample as it is written, so --json does not go with it'
        serve --port 70000, '--port is 70000, but must be a whole number from 0 to 65535'
        serve --checkpoint checkpoints/linux --host [x --port 0, '--host "[x" cannot be resolved to an address'
        serve --max-streams 0 --max-seconds=-1, '--max-seconds is -1, but must be a whole number from 1 to 86400'
        serve --stop-seconds=-1, '--stop-seconds is -1, but must be a whole number of at least 0'
        serve --checkpoint checkpoints/linux --port 0 --api-key=ä, '--api-key must be printable ASCII characters without spaces'
        inspect nowhere.zip, nowhere.zip
        runs nowhere, 'there is no run nowhere: ''charrnn runs'' lists the runs'
        evaluate --corpus x --part test, '--corpus measures other text than the run''s own, so --part does not go with it'
        evaluate --part tests, '--part is ''tests'', but must be train, validation or test; did you mean test?'
        --config nowhere.yaml, nowhere.yaml
        report nowhere, 'there is no run nowhere: ''charrnn runs'' lists the runs'
        report src, 'src is not a run''s folder, such as checkpoints/lstm: it has no history.jsonl'
        report src --out nowhere/report.html, there is no folder
        corpus nowhere, 'corpus.path: ''nowhere'' does not exist'
        report src --out pom.xml, '--out pom.xml exists, and only a page'
        report src --out LICENSE, '--out LICENSE exists, and only a page'
        report src --out /dev/null, --out /dev/null is not a file
        train --config lstm --init-from a.zip --resume, --init-from begins a run and --resume goes on with one
        evaluate --checkpoint checkpoints/linux/best.zip --corpus nowhere, --corpus nowhere does not exist
        corpus corpus --set corpus.sed=1, corpus.sed
        """)
    void refusesCommandLines(String line, String message) {
        isOneMistake(line.isEmpty() ? Program.run() : Program.line(line), message);
    }

    @Test
    void refusesToolsOfCForANetworkOfOtherText() throws IOException {
        Path network = Files.writeString(folder.resolve("best.zip"), "not read");
        Split python = new Split(List.of(new Piece("a.py", Part.TRAIN, 0, 9, "0".repeat(64))));
        Files.writeString(folder.resolve("split.json"), python.toJson());
        for (String line : List.of("sample --until function", "sample --constrain c")) {
            String message = " is for C only, but the network of " + network
                    + " has learned other text: more than half of it is not in .c or .h files";
            isOneMistake(Program.line(line + " --checkpoint " + network), message);
        }
    }

    @Test
    void refusesAFileInPlaceOfTheRunsFolder() throws IOException {
        TinyRun tiny = TinyRun.of(folder, 4, file -> ("int a" + file + ";\n").repeat(300));
        Files.createDirectories(folder.resolve("runs"));
        Path file = Files.writeString(tiny.path(), "mine");
        isOneMistake(tiny.train(), "cannot make the run's folder " + file, "a file of that name exists");
        assertThat(file).hasContent("mine");
    }

    @Test
    void refusesACorpusThatCannotBeLearned() throws IOException {
        isOneMistake(train("nowhere"), "nowhere");
        Files.createDirectory(folder.resolve("empty"));
        isOneMistake(train("empty"), "empty");
        Path dull = Files.createDirectory(folder.resolve("dull"));
        for (int i = 1; i < 5; i++) {
            Files.writeString(dull.resolve(i + ".c"), "a".repeat(5000 * i));
        }
        isOneMistake(train("dull"), "character");
        Files.writeString(Files.createDirectory(folder.resolve("short")).resolve("a.c"), "int main(void);\n");
        isOneMistake(train("short"), "training.batchSize 4 × training.sequenceLength 20 needs at least 81");
        Path latin = Files.createDirectory(folder.resolve("latin"));
        Files.writeString(latin.resolve("a.c"), "int x;\n".repeat(500));
        Files.write(latin.resolve("b.c"), "/* caf\u00e9 */".getBytes(StandardCharsets.ISO_8859_1));
        isOneMistake(
                train("latin", "corpus.strict=true"), "corpus.strict is true, and 1 file cannot", "b.c: not UTF-8");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void theVersionNamesTheCommit() {
        assertThat(Program.run("--version").out())
                .matches("charrnn \\d+\\.\\d+\\.\\d+ \\((commit [0-9a-f]{7,}.*|built .*)\\)\\R");
    }

    @Test
    void theCompletionScriptKnowsTheCommands() {
        assertThat(Program.run("shell-completion").out()).contains("train", "evaluate", "--checkpoint");
    }
}
