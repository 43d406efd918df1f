package charrnn.cli;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.corpus.Vocabulary;
import charrnn.files.Reason;
import charrnn.model.LanguageModel;
import charrnn.sample.FinishReason;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import charrnn.sample.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A person and a network write a text together: what it was, what the network has added, and how it is to go on. */
final class WritingSession {
    /** How many alternatives of a character are shown. */
    private static final int ALTERNATIVES = 5;

    private record Turn(String base, String text, List<Trace.Moment> moments) {}

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final LanguageModel model;
    private final Settings settings;
    private final Tint tint;
    private final PrintWriter out;
    private final UnaryOperator<String> note;
    private final Deque<Turn> turns = new ArrayDeque<>();
    private long seed;
    private int written; // texts since the seed was set
    private volatile boolean stopped;

    /**
     * A session without a text yet.
     *
     * @param note formats the program's own remarks, to set them apart from the text
     */
    WritingSession(LanguageModel model, Settings settings, Tint tint, PrintWriter out, UnaryOperator<String> note) {
        this.note = note;
        this.model = model;
        this.settings = settings;
        this.tint = tint;
        this.out = out;
        takeSeed();
    }

    private void takeSeed() {
        seed = settings.choice().seed().orElseGet(System::nanoTime);
        written = 0;
    }

    /** @throws UserError if the option or its value is unknown */
    void set(String name, String value) {
        settings.set("--" + name, value);
        if (name.equals("seed")) {
            takeSeed();
        }
    }

    /** The text under way ends with the next character. */
    void stop() {
        stopped = true;
    }

    /** Starts a new text, and prints the prime with what the network writes after it. */
    void begin(String prime) {
        turns.push(written(prime, prime));
    }

    /** Continues the text, and prints only what is new. */
    void more() {
        turns.push(written(turn().text, ""));
    }

    /** The network writes another text instead of the last one. */
    void again() {
        Turn another = written(turn().base, turn().base);
        turns.pop();
        turns.push(another);
    }

    /** As if the last text had not been written; shows the one before. */
    void undo() {
        turn();
        turns.pop();
        out.println(turns.isEmpty() ? "(nothing written)" : tint.plain(turns.element().text));
    }

    /** @throws UserError if there is no text, or the file is there already or cannot be written */
    void save(Path file) {
        String text = turn().text;
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new UserError(file + " is there already, and is not overwritten", e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be written: " + Reason.of(e), e);
        }
        out.println("saved " + Count.of(text.codePointCount(0, text.length()), "character") + " to " + file);
    }

    /**
     * Shows what else the network thought of.
     *
     * @param place which character of what the network wrote last, from 1; 0 for the one it expected least
     */
    void alternatives(int place) {
        List<Trace.Moment> moments = turn().moments;
        if (place < 0 || place > moments.size()) {
            throw new UserError("character " + place + " is none of the last text's: it has " + moments.size());
        }
        Trace.Moment moment = place > 0
                ? moments.get(place - 1)
                : moments.stream()
                        .min(Comparator.comparingDouble(Trace.Moment::probability))
                        .orElseThrow(() -> new UserError("the last text has no characters"));
        out.println("character " + (moments.indexOf(moment) + 1) + " is " + named(moment, moment.index())
                + "; the likeliest: "
                + moment.likeliest(ALTERNATIVES).stream()
                        .map(index -> named(moment, index))
                        .collect(Collectors.joining(", ")));
    }

    private String named(Trace.Moment moment, int index) {
        String name = index == Vocabulary.UNKNOWN
                ? "unknown"
                : CharacterName.of(model.vocabulary().codePoint(index));
        return String.format(Locale.ROOT, "%s %.1f %%", name, 100 * Math.exp(moment.logProbabilities()[index]));
    }

    private Turn turn() {
        if (turns.isEmpty()) {
            throw new UserError("nothing is written yet: type what a text begins with");
        }
        return turns.element();
    }

    /** @param shown part of the base that is printed before the new text */
    private Turn written(String base, String shown) {
        SamplingOptions options = settings.choice().options(settings.end(), 1);
        LogitsProcessorFactory processors =
                options.processors(model.vocabulary()).then(settings.end().processors(model.vocabulary()));
        processors.create(base, options.length()); // complains, if at all, before anything is written
        Trace trace = new Trace(model.vocabulary());
        StringBuilder text = new StringBuilder(base);
        stopped = false;
        out.print(tint.plain(shown));
        Optional<FinishReason> end =
                generate(options, (prime, length) -> trace.then(processors.create(prime, length)), trace, text);
        out.println(end.isPresent() ? "" : " (stopped)");
        if (end.equals(Optional.of(FinishReason.LENGTH))) {
            out.println(note.apply("(length " + options.length() + " reached; :more goes on)"));
        }
        out.flush();
        return new Turn(base, text.toString(), trace.moments());
    }

    /** Why the text ended; empty if it was stopped. */
    private Optional<FinishReason> generate(
            SamplingOptions options, LogitsProcessorFactory processors, Trace trace, StringBuilder text) {
        String base = text.toString();
        int[] count = {0};
        SamplingOptions seeded = options.withSeed(seed + written++);
        try {
            return Optional.of(new TextGenerator(model, seeded.sampler(), processors, seeded.random(0))
                    .generate(base, options.length(), options.stop(), codePoint -> {
                        if (stopped) {
                            throw new Stopped();
                        }
                        text.appendCodePoint(codePoint);
                        out.print(tint.of(
                                codePoint, trace.moments().get(count[0]++).probability()));
                        out.flush();
                    }));
        } catch (Stopped e) {
            return Optional.empty();
        }
    }
}
