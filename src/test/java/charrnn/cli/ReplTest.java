package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.LanguageModel;
import charrnn.sample.FakeLanguageModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** An interactive session on a dumb terminal, through pipes. */
class ReplTest {
    @TempDir
    private Path folder;

    private static FakeLanguageModel reciting() {
        return FakeLanguageModel.reciting("abcdefgh");
    }

    private static FakeLanguageModel coins() {
        return FakeLanguageModel.constant("abcdefgh", 0, 0.4, 0.2, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05);
    }

    /** The output for some typed lines, which a dumb terminal does not echo. */
    private static List<String> answers(LanguageModel model, String options, String... lines) throws IOException {
        return withoutRemarks(answers(model, options, "", new ByteArrayOutputStream(), lines));
    }

    /** The answers without the remarks on texts that reached their length. */
    private static List<String> withoutRemarks(List<String> answers) {
        return answers.stream()
                .filter(answer -> !answer.matches("\\(length \\d+ reached; :more goes on\\)"))
                .toList();
    }

    private static List<String> answers(
            LanguageModel model, String options, String prime, ByteArrayOutputStream out, String... lines)
            throws IOException {
        byte[] typed = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try (DumbTerminal terminal =
                new DumbTerminal("test", "dumb", new ByteArrayInputStream(typed), out, StandardCharsets.UTF_8)) {
            if (out instanceof Interrupting interrupting) {
                interrupting.terminal = terminal;
            }
            ParseResult given = new CommandLine(new SampleCommand()).parseArgs(options.split(" "));
            new Repl(terminal, model, given, new CharacterFormat(false, false)).run(prime);
        }
        List<String> answers = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).split("\\R")) {
            String answer = line.replaceFirst("^([>.] )+", ""); // the prompts: no echoed line end follows them
            if (!answer.isBlank()) {
                answers.add(answer);
            }
        }
        assertThat(answers.remove(0)).isEqualTo("Type the beginning of a text; :help lists the commands.");
        return answers;
    }

    /** Presses Ctrl-C when something has been written. */
    private static final class Interrupting extends ByteArrayOutputStream {
        private final String after;
        private DumbTerminal terminal;
        private boolean pressed;

        Interrupting(String after) {
            this.after = after;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            if (!pressed && toString(StandardCharsets.UTF_8).contains(after)) {
                pressed = true;
                terminal.raise(Signal.INT);
            }
        }
    }

    @Test
    void aTextContinuesTheTypedOne() throws IOException {
        assertThat(answers(reciting(), "--length 4", "abc", ":quit", "abc")).containsExactly("abcdefg");
    }

    @Test
    void endOfInputEndsTheSession() throws IOException {
        assertThat(answers(reciting(), "--length 4", "c")).containsExactly("cdefg");
    }

    @Test
    void theFirstTextMayComeFromTheCommandLine() throws IOException {
        assertThat(answers(reciting(), "--length 2", "fg", new ByteArrayOutputStream(), ":more"))
                .containsExactly(
                        "fgha", "(length 2 reached; :more goes on)", "bc", "(length 2 reached; :more goes on)");
    }

    @Test
    void aTextThatEndsBeforeItsLengthHasNoRemark() throws IOException {
        assertThat(answers(reciting(), "--length 9 --stop e", "", new ByteArrayOutputStream(), "a", ":length 2", "a"))
                .containsExactly("abcd", "abc", "(length 2 reached; :more goes on)");
    }

    @Test
    void moreShowsTheNewTextAndUndoTheEarlierOne() throws IOException {
        assertThat(answers(reciting(), "--length 3", "a", ":more", "", ":undo", ":undo", ":more", ":undo", ":undo"))
                .containsExactly("abcd", "efg", "hab", "abcdefg", "abcd", "efg", "abcd", "(nothing written)");
    }

    @Test
    void againWritesAnotherTextFromTheSameBeginning() throws IOException {
        List<String> answers = answers(coins(), "--length 40 --seed 1 --temperature 1", "abc", ":again", ":undo");
        assertThat(answers.get(0)).startsWith("abc").hasSize(43).isNotEqualTo(answers.get(1));
        assertThat(answers.get(1)).startsWith("abc").hasSize(43);
        assertThat(answers.get(2)).isEqualTo("(nothing written)");
    }

    /** A vocabulary of eight letters cannot close the brackets of C. */
    @Test
    void aFailedAgainKeepsTheText() throws IOException {
        List<String> answers = answers(reciting(), "--length 3", "a", ":constrain c", ":again", ":undo");
        assertThat(answers).startsWith("abcd").endsWith("(nothing written)").hasSize(3);
        assertThat(answers.get(1)).contains("without these characters, some C texts cannot be closed");
    }

    @Test
    void contradictingOptionsAreRefusedAndDefaultResetsAnOption() throws IOException {
        List<String> answers = answers(
                reciting(),
                "--length 3",
                ":constrain c",
                ":stop d",
                ":constrain",
                ":constrain default",
                ":constrain",
                ":stop d",
                "a");
        assertThat(answers.get(0)).contains("--stop ends a sample anywhere");
        assertThat(answers.subList(1, answers.size()))
                .containsExactly(":constrain is c", ":constrain has its default", "abc");
    }

    @Test
    void theSameSeedGivesTheSameTexts() throws IOException {
        List<String> answers = answers(
                coins(), "--length 40 --temperature 1", ":seed 7", "abc", "abc", ":seed 7", "abc", ":seed 8", "abc");
        assertThat(answers.get(0)).isNotEqualTo(answers.get(1)).isEqualTo(answers.get(2));
        assertThat(answers.get(3)).isEqualTo(answers.get(1)); // the second text of a seed is the first of the next one
    }

    @Test
    void optionsAreSetAsOnTheCommandLine() throws IOException {
        assertThat(answers(
                        coins(),
                        "--length 5 --top-k 2",
                        ":temperature 0",
                        "h",
                        ":length 2",
                        "h",
                        ":length",
                        ":top-k",
                        ":min-p",
                        ":until line",
                        ":until"))
                .containsExactly(
                        "haaaaa", "haa", ":length is 2", ":top-k is 2", ":min-p has its default", ":until is line");
    }

    @Test
    void mistakesAreReportedAndTheSessionContinues() throws IOException {
        assertThat(answers(
                        reciting(),
                        "--length 2",
                        ":more",
                        ":temprature 1",
                        ":temperature -1",
                        ":length many",
                        ":constrain c",
                        "a",
                        ":save",
                        ":save a\0b",
                        ":alternatives x",
                        ":constrain",
                        ":help"))
                .contains(
                        "nothing is written yet: type the beginning of a text",
                        "there is no :temprature; :help lists the commands",
                        "--temperature is -1, but must be 0 or more",
                        "--length is 'many', but must be a whole number",
                        ":save needs the name of a file",
                        ":save is a\\u0000b, but must be the name of a file",
                        ":alternatives is x, but must be the number of a character, from 1",
                        ":constrain is c")
                .anyMatch(answer -> answer.startsWith("the network does not know "))
                .anyMatch(answer -> answer.startsWith(":again "));
    }

    @Test
    void severalLinesBeginAText() throws IOException {
        FakeLanguageModel model = FakeLanguageModel.reciting("abc\n;\\");
        answers(model, "--length 1", "a\\", "b;");
        assertThat(model.readText()).isEqualTo("a\nb;");
    }

    /** A dumb terminal does not complete, so this one is an xterm. */
    @Test
    void tabCompletesCommandsOptionsAndTheValuesOfUntil() throws IOException {
        String typed = "de\t\n:temper\t 0\n:unt\t fu\t\n:until\n:temperature\n:qu\t\nf\n";
        FakeLanguageModel model = FakeLanguageModel.reciting("abcdefgh \t");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Terminal terminal = new ExternalTerminal(
                "test",
                "xterm",
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                out,
                StandardCharsets.UTF_8)) {
            ParseResult given = new CommandLine(new SampleCommand()).parseArgs("--length", "1");
            new Repl(terminal, model, given, new CharacterFormat(false, false)).run("");
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(":until is function", ":temperature is 0");
        assertThat(model.readText()).isEqualTo("de");
    }

    /** Exclamation marks, quotes and backslashes have no special meaning. */
    @Test
    void typedTextIsNotInterpreted() throws IOException {
        FakeLanguageModel model = FakeLanguageModel.reciting("!=\"'\\ nab");
        answers(model, "--length 1", "a != b \"\\n '");
        assertThat(model.readText()).isEqualTo("a != b \"\\n '");
    }

    @Test
    void aTextIsSavedToANewFileOnly() throws IOException {
        Path file = folder.resolve("text.c");
        List<String> answers = answers(reciting(), "--length 3", "a", ":save " + file, ":more", ":save " + file);
        assertThat(file).hasContent("abcd");
        assertThat(answers).contains("saved 4 characters to " + file, file + " exists, and is not overwritten");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void theAlternativesOfACharacterAreShown() throws IOException {
        List<String> answers = answers(
                coins(), "--length 9 --temperature 0", "b", ":alternatives 2", ":alternatives 10", ":alternatives");
        assertThat(answers)
                .contains(
                        "character 2 is 'a' (U+0061) 40.0 %; the likeliest: 'a' (U+0061) 40.0 %, 'b' (U+0062) 20.0 %,"
                                + " 'c' (U+0063) 10.0 %, 'd' (U+0064) 10.0 %, 'e' (U+0065) 5.0 %",
                        "there is no character 10: the last text has 9")
                .anyMatch(answer -> answer.startsWith("character 1 is 'a'"));
    }

    /** The text ends, its characters are kept, and the session continues. */
    @Test
    void controlCStopsTheText() throws IOException {
        assertThat(answers(reciting(), "--length 1000000", "", new Interrupting("cdefghab"), "b", ":length 2", ":more"))
                .containsExactly("bcdefghab (stopped)", "cd", "(length 2 reached; :more goes on)");
    }
}
