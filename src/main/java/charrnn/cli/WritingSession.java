package charrnn.cli;

import static charrnn.cli.CliCommand.text;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.corpus.Vocabulary;
import charrnn.files.Reason;
import charrnn.model.LanguageModel;
import charrnn.sample.GeneratedText;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.GenerationRequest;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import charrnn.sample.Token;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** A session of {@code sample --interactive}: the texts that the network has generated, which the user continues or undoes. */
final class WritingSession {
    private static final int SHOWN_ALTERNATIVES = 5;

    private final LanguageModel model;
    private final Repl.Settings settings;
    private final CharacterFormat format;
    private final Terminal terminal;
    private final PrintWriter out;
    private final Deque<Generation> generations = new ArrayDeque<>();
    private long nextSeed;
    private volatile boolean stopped;

    WritingSession(LanguageModel model, Repl.Settings settings, CharacterFormat format, Terminal terminal) {
        this.model = model;
        this.settings = settings;
        this.format = format;
        this.terminal = terminal;
        this.out = terminal.writer();
        resetSeed();
    }

    /** Begins again with the configured seed, which each text increases by 1. */
    void resetSeed() {
        nextSeed = settings.options().seed().orElseGet(System::nanoTime);
    }

    /** Stops the text under way before its next character; called on another thread. */
    void stop() {
        stopped = true;
    }

    /** Starts a new text, and prints the prime with what the network writes after it. */
    void begin(String prime) {
        generations.push(generate(prime, prime));
    }

    /** Continues the text, and prints only what is new. */
    void more() {
        generations.push(generate(last().text(), ""));
    }

    void again() {
        Generation another = generate(last().base, last().base);
        generations.pop();
        generations.push(another);
    }

    /** Removes the last text, and shows the one before. */
    void undo() {
        last(); // throws if there is no text
        generations.pop();
        Generation before = generations.peek();
        out.println(before == null ? "(nothing written)" : format.plain(before.text()));
    }

    /** @throws UserError if there is no text, or the file exists or cannot be written */
    void save(Path file) {
        String text = last().text();
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new UserError(file + " exists, and is not overwritten", e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be written: " + Reason.of(e), e);
        }
        out.println("saved " + Count.of(text.codePointCount(0, text.length()), "character") + " to " + file);
    }

    /**
     * Shows the likeliest characters at a place of the last text.
     *
     * @param place number of the generated character, from 1; 0 for the least likely one
     */
    void alternatives(int place) {
        List<Token> tokens = last().tokens;
        if (tokens.isEmpty()) {
            throw new UserError("the last text has no characters");
        }
        if (place < 0 || place > tokens.size()) {
            throw new UserError("there is no character " + place + ": the last text has " + tokens.size());
        }
        int position = place > 0
                ? place - 1
                : tokens.indexOf(Collections.min(tokens, Comparator.comparingDouble(Token::probability)));
        Token token = tokens.get(position);
        out.println("character " + (position + 1) + " is "
                + named(CharacterName.of(token.codePoint()), token.probability()) + "; the likeliest: "
                + token.likeliest().stream().map(WritingSession::named).collect(Collectors.joining(", ")));
    }

    private static String named(Token.Alternative alternative) {
        return named(
                alternative.index() == Vocabulary.UNKNOWN ? "unknown" : CharacterName.of(alternative.codePoint()),
                Math.exp(alternative.logProbability()));
    }

    private static String named(String name, double probability) {
        return text("%s %.1f %%", name, 100 * probability);
    }

    private Generation last() {
        if (generations.isEmpty()) {
            throw new UserError("nothing is written yet: type the beginning of a text");
        }
        return generations.element();
    }

    /** Generates a text that continues another one, of which a part is printed first. */
    private Generation generate(String base, String shown) {
        SampleOptions.Text given = settings.options();
        SamplingOptions options = given.options(1, nextSeed);
        // Throws, if the base cannot be continued, before anything is printed.
        GenerationRequest request = options.request(base, 0, given.processors(model.vocabulary()), SHOWN_ALTERNATIVES);
        nextSeed++;
        stopped = false;
        out.print(format.plain(shown));
        Generation generation = new Generation(base);
        TextGenerator generator = new TextGenerator(model);
        GeneratedText generated = generator.add(request, generation);
        while (generator.size() > 0 && !stopped) {
            generator.step();
        }
        if (generator.size() > 0) {
            generator.remove(generated);
        }
        out.println(generation.reason.isPresent() ? "" : " (stopped)");
        if (generation.reason.equals(Optional.of(FinishReason.LENGTH))) {
            String remark = "(length " + options.length() + " reached; :more goes on)";
            new AttributedString(remark, AttributedStyle.DEFAULT.faint()).println(terminal);
        }
        out.flush();
        return generation;
    }

    /** A text, which is printed as it is generated. */
    private final class Generation implements TextGenerator.GenerationListener {
        private final String base; // the text that was continued
        private final List<Token> tokens = new ArrayList<>();
        private Optional<FinishReason> reason = Optional.empty(); // empty if the user stopped the text

        Generation(String base) {
            this.base = base;
        }

        String text() {
            return base + Token.text(tokens);
        }

        @Override
        public void accept(Token token) {
            tokens.add(token);
            out.print(format.coloured(token.codePoint(), token.probability()));
            out.flush();
        }

        @Override
        public void finish(FinishReason finish, double bitsPerChar) {
            reason = Optional.of(finish);
        }
    }
}
