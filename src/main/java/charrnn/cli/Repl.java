package charrnn.cli;

import charrnn.config.UserError;
import charrnn.model.LanguageModel;
import charrnn.tools.constrain.Until;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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

    /** @param given the command line, with the first values of the settings */
    Repl(Terminal terminal, LanguageModel model, ParseResult given, CharacterFormat format) {
        this.settings = new Settings(given);
        this.session = new WritingSession(model, settings, format, terminal);
        this.out = terminal.writer();
        // A line is C: its quotes, backslashes and exclamation marks have no meaning for the reader.
        DefaultParser parser = new DefaultParser();
        parser.setQuoteChars(new char[0]);
        parser.setEscapeChars(new char[0]);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(parser)
                .completer((self, line, candidates) -> complete(line, candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        terminal.handle(Terminal.Signal.INT, signal -> session.stop());
    }

    private static void complete(ParsedLine line, List<Candidate> candidates) {
        Stream<String> words = Stream.empty();
        if (line.wordIndex() == 0 && line.word().startsWith(":")) {
            words = Stream.concat(COMMANDS.stream(), Settings.NAMES.stream().map(name -> ":" + name));
        } else if (line.wordIndex() == 1 && line.words().get(0).equals(":until")) {
            words = Stream.of(Until.values()).map(Until::toString);
        }
        words.map(Candidate::new).forEach(candidates::add);
    }

    /** Executes lines until {@code :quit} or the end of the input; the first one is the prime, if it is not empty. */
    void run(String prime) {
        out.println("Type the beginning of a text; :help lists the commands.");
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
            case ":alternatives" -> {
                String number = value.isEmpty() ? "0" : value;
                session.alternatives(parsed(words[0], number, Integer::valueOf, "the number of a character, from 1"));
            }
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
            settings.set(name, value);
            if (name.equals("seed")) {
                session.resetSeed();
            }
        }
    }

    /** The values of {@link SampleOptions.Text} that the interactive mode may change; picocli parses them as on the command line. */
    static final class Settings {
        /** Names of the options, without their dashes, such as {@code top-k}. */
        static final List<String> NAMES = commandLine(new SampleOptions.Text()).getCommandSpec().options().stream()
                .map(option -> option.names()[0].substring(2))
                .toList();

        private Map<String, String> values = new LinkedHashMap<>(); // by name
        private SampleOptions.Text options;

        Settings(ParseResult given) {
            NAMES.stream()
                    .filter(name -> given.hasMatchedOption("--" + name))
                    .forEach(name -> values.put(
                            name,
                            given.matchedOption("--" + name)
                                    .originalStringValues()
                                    .get(0)));
            options = parse(values);
        }

        /** @throws UserError if the value is not allowed or conflicts with another option */
        void set(String name, String value) {
            Map<String, String> changed = new LinkedHashMap<>(values);
            if (value.equals("default")) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
            options = parse(changed);
            values = changed;
        }

        /** The value that was set; empty for the default. */
        String value(String name) {
            return values.getOrDefault(name, "");
        }

        SampleOptions.Text options() {
            return options;
        }

        private static SampleOptions.Text parse(Map<String, String> values) {
            SampleOptions.Text parsed = new SampleOptions.Text();
            String[] arguments = values.entrySet().stream()
                    .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                    .toArray(String[]::new);
            try {
                commandLine(parsed).parseArgs(arguments);
            } catch (ParameterException e) {
                throw new UserError(Failures.message(e), e);
            }
            parsed.options(1); // checks the ranges
            return parsed;
        }

        private static CommandLine commandLine(SampleOptions.Text options) {
            return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
        }
    }
}
