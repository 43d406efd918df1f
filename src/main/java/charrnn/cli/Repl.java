package charrnn.cli;

import charrnn.config.UserError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;

/** {@code sample --interactive}: reads lines from a terminal and executes them with a {@link WritingSession}. */
final class Repl {
    private static final List<String> COMMANDS =
            List.of(":more", ":again", ":undo", ":alternatives", ":save", ":help", ":quit");

    private static final String HELP = """
        TEXT              continues this text; a line that ends in \\ goes on in the next one
        :more             continues the text and shows what is new; so does an empty line
        :again            writes another text instead of the last one
        :undo             removes the last text and shows the one before
        :alternatives [N] the likeliest characters in place of the Nth generated one; without N, of the least probable
        :save FILE        writes the text to a new file
        :temperature 0.6  sets an option, as on the command line; 'default' restores its default; without a value, \
        shows it. Other options: %s
        :help, :quit      Ctrl-C stops a text, Ctrl-D quits\
        """.formatted(Settings.NAMES.stream()
            .filter(name -> !name.equals("temperature"))
            .map(name -> ":" + name)
            .collect(Collectors.joining(" ")));

    private final LineReader reader;
    private final WritingSession session;
    private final Settings settings;
    private final PrintWriter out;

    Repl(Terminal terminal, WritingSession session, Settings settings) {
        this.session = session;
        this.settings = settings;
        this.out = terminal.writer();
        // A line is C: its quotes, backslashes and exclamation marks have no meaning for the reader.
        DefaultParser parser = new DefaultParser();
        parser.setQuoteChars(new char[0]);
        parser.setEscapeChars(new char[0]);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(parser)
                .completer((r, line, candidates) -> complete(line, candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        terminal.handle(Terminal.Signal.INT, signal -> session.stop());
    }

    private static void complete(ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0 && line.word().startsWith(":")) {
            Stream.concat(COMMANDS.stream(), Settings.NAMES.stream().map(name -> ":" + name))
                    .map(Candidate::new)
                    .forEach(candidates::add);
        } else if (line.wordIndex() == 1 && line.words().get(0).equals(":until")) {
            Stream.of("length", "line", "function").map(Candidate::new).forEach(candidates::add);
        }
    }

    /**
     * Executes lines until {@code :quit} or the end of the input.
     *
     * @param prime beginning of the first text; empty to read it from the terminal
     */
    void run(String prime) {
        out.println("Type what a text begins with; :help tells more.");
        String first = prime;
        boolean running = true;
        while (running) {
            try {
                String line = first.isEmpty() ? read() : first;
                first = "";
                running = execute(line);
            } catch (UserInterruptException e) {
                // Ctrl-C at the prompt discards the line.
            } catch (EndOfFileException e) {
                running = false;
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
        if (!line.isEmpty() && !line.startsWith(":")) {
            session.begin(line);
            return true;
        }
        String[] words = line.trim().split("\\s+", 2);
        String value = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "", ":more" -> session.more();
            case ":again" -> session.again();
            case ":undo" -> session.undo();
            case ":alternatives" ->
                session.alternatives(
                        value.isEmpty()
                                ? 0
                                : parsed(words[0], value, Integer::valueOf, "the number of a character, from 1"));
            case ":save" -> session.save(parsed(words[0], value, Path::of, "the name of a file"));
            case ":help" -> out.println(HELP);
            case ":quit" -> {
                return false;
            }
            default -> set(words[0].substring(1), value);
        }
        return true;
    }

    private static <T> T parsed(String command, String value, Function<String, T> parser, String allowed) {
        if (value.isEmpty()) {
            throw new UserError(command + " needs " + allowed);
        }
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new UserError(command + " is " + value + ", but must be " + allowed, e);
        }
    }

    private void set(String name, String value) {
        if (!Settings.NAMES.contains(name)) {
            throw new UserError("there is no :" + name + "; :help lists the commands");
        }
        if (value.isEmpty()) {
            String now = settings.value(name);
            out.println(":" + name + (now.isEmpty() ? " has its default" : " is " + now));
        } else {
            session.set(name, value);
        }
    }
}
