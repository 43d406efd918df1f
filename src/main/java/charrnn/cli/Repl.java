package charrnn.cli;

import charrnn.config.UserError;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** {@code sample --interactive}: reads lines from a terminal and executes them with a {@link WritingSession}. */
final class Repl {
    private static final List<String> COMMANDS =
            List.of(":more", ":again", ":undo", ":alternatives", ":save", ":help", ":quit");

    private static final String HELP = String.join(
            System.lineSeparator(),
            "TEXT              goes on from this text; a line that ends in \\ has a next one",
            ":more             continues the text and shows what is new; so does an empty line",
            ":again            writes another text instead of the last one",
            ":undo             takes the last text back",
            ":alternatives [N] the likeliest characters at the Nth that was written; without N, at the least expected",
            ":save FILE        writes the text to a new file",
            ":temperature 0.6  sets an option, as on the command line; 'default' takes that back; without a value, shows"
                    + " it. Also "
                    + String.join(
                            " ",
                            settings()
                                    .filter(name -> !name.equals(":temperature"))
                                    .toList()),
            ":help, :quit      Ctrl-C stops a text, Ctrl-D quits");

    private final LineReader reader;
    private final WritingSession session;
    private final Settings settings;
    private final PrintWriter out;

    Repl(Terminal terminal, WritingSession session, Settings settings) {
        this.session = session;
        this.settings = settings;
        this.out = terminal.writer();
        DefaultParser parser =
                new DefaultParser(); // a line is C: its quotes and backslashes have no meaning for the parser
        parser.setQuoteChars(new char[0]);
        parser.setEscapeChars(new char[0]);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(parser)
                .completer((r, line, candidates) -> complete(line, candidates))
                .option(
                        LineReader.Option.DISABLE_EVENT_EXPANSION,
                        true) // otherwise ! would stand for a line of the history
                .build();
        terminal.handle(Terminal.Signal.INT, signal -> session.stop());
    }

    /** Formats a remark of the program: dim, if the terminal supports it. */
    static String dim(Terminal terminal, String remark) {
        return new AttributedString(remark, AttributedStyle.DEFAULT.faint()).toAnsi(terminal);
    }

    private static Stream<String> settings() {
        return Settings.names().map(name -> ":" + name.substring(2));
    }

    private static void complete(ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0 && line.word().startsWith(":")) {
            Stream.concat(COMMANDS.stream(), settings()).map(Candidate::new).forEach(candidates::add);
        } else if (line.wordIndex() == 1 && line.words().get(0).equals(":until")) {
            Stream.of("length", "line", "function").map(Candidate::new).forEach(candidates::add);
        }
    }

    /**
     * Executes lines until {@code :quit} or the end of the input.
     *
     * @param prime what the first text begins with; empty if it is typed
     */
    void run(String prime) {
        out.println("Type what a text begins with; :help tells more.");
        String first = prime;
        boolean on = true;
        while (on) {
            try {
                String line = first.isEmpty() ? read() : first;
                first = "";
                on = execute(line);
            } catch (UserInterruptException e) {
                // Ctrl-C at the prompt discards the line.
            } catch (EndOfFileException e) {
                on = false;
            } catch (UserError e) {
                e.messages().forEach(out::println);
            }
            out.flush();
        }
    }

    private String read() {
        StringBuilder text = new StringBuilder(reader.readLine("> "));
        while (text.length() > 0 && text.charAt(text.length() - 1) == '\\') {
            text.setCharAt(text.length() - 1, '\n');
            text.append(reader.readLine(". "));
        }
        return text.toString();
    }

    /** Executes a line, and returns false for {@code :quit}. */
    private boolean execute(String line) {
        if (!line.startsWith(":")) {
            if (line.isEmpty()) {
                session.more();
            } else {
                session.begin(line);
            }
            return true;
        }
        String[] words = line.trim().split("\\s+", 2);
        String value = words.length > 1 ? words[1].trim() : "";
        if (words[0].equals(":quit")) {
            return false;
        }
        command(words[0], value);
        return true;
    }

    private void command(String command, String value) {
        switch (command) {
            case ":more" -> session.more();
            case ":again" -> session.again();
            case ":undo" -> session.undo();
            case ":alternatives" -> session.alternatives(value.isEmpty() ? 0 : place(value));
            case ":save" -> session.save(file(value));
            case ":help" -> out.println(HELP);
            default -> set(command, value);
        }
    }

    private void set(String command, String value) {
        if (settings().noneMatch(command::equals)) {
            throw new UserError("there is no " + command + "; :help lists the commands");
        }
        String name = command.substring(1);
        if (value.isEmpty()) {
            String now = settings.value("--" + name);
            out.println(command + (now.isEmpty() ? " is as it is by default" : " is " + now));
        } else {
            session.set(name, value);
        }
    }

    private static int place(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UserError(":alternatives is " + value + ", but must be the number of a character, from 1", e);
        }
    }

    private static Path file(String value) {
        if (value.isEmpty()) {
            throw new UserError(":save needs the name of a file");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UserError(":save is " + value + ", which no file can be called", e);
        }
    }
}
