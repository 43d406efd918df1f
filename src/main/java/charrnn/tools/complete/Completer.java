package charrnn.tools.complete;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessors;
import charrnn.sample.Sampler;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.complete.CompletionText.Next;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Completes code at a cursor. Several candidates for the first line are written together, from the mixture of a network and an
 * n-gram cache of the project and of the text around the cursor; the best is continued by further lines. Texts that were read
 * before are kept, so that a request whose text has grown by some characters is answered quickly. Not thread-safe.
 */
public final class Completer {
    private static final int CANDIDATES = 4; // the first one is the likeliest continuation, character by character
    private static final double TEMPERATURE = 0.6; // of the others
    private static final double SUFFIX_WEIGHT = 0.5; // in the ranking; 1 is the weight of a candidate itself
    private static final int SUFFIX_CHARS = 60; // of the text after the cursor, by which candidates are ranked
    private static final int TEXTS = 8; // of editors, and of files in them
    private static final int ALIGNED = 200; // characters by which a text is found that begins later than an earlier one

    private final LanguageModel network; // streams: candidates, ended candidates, then those of the texts
    private final ContextMixer project;
    private final LogitsProcessor temperature = LogitsProcessors.temperature(TEMPERATURE);
    private final List<Source> sources = new ArrayList<>(); // the last used ones last

    /** A text with the pieces that the cache has read before it. */
    private record Source(ReadText text, List<String> pieces) {}

    /**
     * A request for a completion.
     *
     * @param prefix text before the cursor
     * @param suffix text after the cursor
     * @param pieces texts of other places, such as other files
     * @param maxChars maximum number of characters; with 0 the text is read only, which makes the next request quick
     * @param stops strings that end a completion and are not part of it
     * @param indentation columns; a completion ends before a line that is indented less
     * @param millis time for the lines after the first one
     */
    public record Request(
            String prefix,
            String suffix,
            List<String> pieces,
            int maxChars,
            List<String> stops,
            int indentation,
            long millis) {}

    /**
     * A completion.
     *
     * @param stopped whether the completion has ended by itself, and not by {@code maxChars} or time
     * @param read number of characters that the network has read for the request
     * @param kept number of characters before the cursor that were read for earlier ones
     * @param readNanos duration of the reading
     * @param writeNanos duration of the writing
     */
    public record Completion(String text, boolean stopped, int read, int kept, long readNanos, long writeNanos) {}

    /**
     * @param network has no streams, and is used by the completer alone
     * @param project cache of the project's files; it must not read on
     */
    public Completer(LanguageModel network, ContextMixer project) {
        this.network = network;
        this.project = project;
        for (int i = 0; i < 2 * CANDIDATES; i++) {
            network.add();
        }
    }

    public Vocabulary vocabulary() {
        return network.vocabulary();
    }

    /**
     * Completes a text.
     *
     * @param cancelled asked after each character; a cancelled completion is cut
     */
    public Completion complete(Request request, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        int[] prefix = vocabulary().encode(request.prefix().isEmpty() ? "\n" : request.prefix());
        Source source = source(prefix, request);
        int[] text = aligned(source.text, prefix);
        int kept = source.text.replaceBy(text);
        int read = text.length - Math.max(kept, source.text.from());
        long begin = System.nanoTime();
        if (request.maxChars() == 0) {
            return new Completion("", true, read, kept, begin - start, 0);
        }
        Completion written = write(source.text, request, cancelled);
        return new Completion(written.text, written.stopped, read, kept, begin - start, System.nanoTime() - begin);
    }

    /** The source whose text has most in common with a prefix; if all would have to be read anew, the one used least recently. */
    private Source source(int[] prefix, Request request) {
        Source best = sources.stream()
                .filter(source -> source.pieces.containsAll(request.pieces()))
                .max(Comparator.comparingInt(source -> source.text.commonLength(aligned(source.text, prefix))))
                .filter(source -> isWorthwhile(source.text, prefix))
                .orElseGet(() -> begin(request));
        sources.remove(best);
        sources.add(best);
        return best;
    }

    private static boolean isWorthwhile(ReadText text, int[] prefix) {
        int[] next = aligned(text, prefix);
        return next.length - text.commonLength(next) < Math.min(next.length, ReadText.NETWORK_CHARS) / 2;
    }

    private Source begin(Request request) {
        List<String> pieces = List.copyOf(request.pieces());
        ContextMixer context = project.copy();
        for (String piece : pieces) {
            learn(context, piece);
        }
        learn(context, request.suffix());
        if (sources.size() < TEXTS) {
            return new Source(new ReadText(network, context), pieces);
        }
        ReadText oldest = sources.remove(0).text;
        oldest.forget(context);
        return new Source(oldest, pieces);
    }

    private void learn(ContextMixer cache, String text) {
        for (int symbol : vocabulary().encode(text + "\n")) {
            cache.learn(symbol);
        }
    }

    /**
     * The text that a prefix continues, or else the prefix: an editor sends the last lines before the cursor, so that the first
     * ones are dropped as the cursor moves down.
     */
    private static int[] aligned(ReadText text, int[] prefix) {
        int[] known = text.text();
        int length = Math.min(ALIGNED, prefix.length);
        int best = 0; // position of the prefix in the text
        int most = 0; // characters in common
        for (int at = 0; at + length <= known.length; at++) {
            if (known[at] == prefix[0] && Arrays.equals(known, at, at + length, prefix, 0, length)) {
                int mismatch = Arrays.mismatch(known, at, known.length, prefix, 0, prefix.length);
                int common = mismatch < 0 ? prefix.length : mismatch;
                if (common > most) {
                    most = common;
                    best = at;
                }
            }
        }
        int[] aligned = Arrays.copyOf(known, best + prefix.length);
        System.arraycopy(prefix, 0, aligned, best, prefix.length);
        return aligned;
    }

    /** Writes the completion for a text. */
    private Completion write(ReadText prefix, Request request, BooleanSupplier cancelled) {
        List<Candidate> candidates = firstLines(prefix, request, cancelled);
        if (!request.suffix().isEmpty()) {
            addSuffix(candidates, request.suffix(), prefix.cache());
        }
        Candidate best = candidates.stream()
                .max(Comparator.comparingDouble(Candidate::score))
                .orElseThrow();
        boolean atLineEnd = request.suffix().isEmpty() || request.suffix().startsWith("\n");
        if (best.next == Next.LINE && atLineEnd && request.millis() > 0) {
            writeLines(best, prefix.cache(), request.millis(), cancelled);
        }
        return new Completion(best.text.text(), best.next != Next.MORE, 0, 0, 0, 0);
    }

    /** Writes a line of each candidate. Their streams are those after the active ones' when they are complete. */
    private List<Candidate> firstLines(ReadText prefix, Request request, BooleanSupplier cancelled) {
        SplittableRandom random = new SplittableRandom(1); // the same for equal requests
        CompletionText empty = new CompletionText(request);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            network.copy(prefix.stream(), i);
            candidates.add(new Candidate(i, prefix.cache().branch(), empty.copy()));
        }
        List<Candidate> active = new ArrayList<>(candidates); // candidate i of these has stream i
        while (!active.isEmpty() && !cancelled.getAsBoolean()) {
            for (Candidate candidate : List.copyOf(active)) {
                boolean greedy = candidate == candidates.get(0);
                if (candidate.write(
                                prefix.cache(),
                                greedy ? LogitsProcessor.NONE : temperature,
                                greedy ? Sampler.GREEDY : Sampler.CATEGORICAL,
                                random)
                        != Next.MORE) {
                    retire(candidate, active, candidates);
                }
            }
            if (!active.isEmpty()) {
                network.step(
                        active.stream().mapToInt(candidate -> candidate.last).toArray());
            }
        }
        for (Candidate candidate : List.copyOf(active)) {
            retire(candidate, active, candidates);
        }
        return candidates;
    }

    /** Moves the stream of a candidate out of the active ones. */
    private void retire(Candidate candidate, List<Candidate> active, List<Candidate> all) {
        int place = candidate.stream;
        candidate.moveTo(CANDIDATES + all.indexOf(candidate));
        Candidate last = active.remove(active.size() - 1);
        if (last != candidate) {
            last.moveTo(place);
            active.set(place, last);
        }
    }

    /** Adds the mean log-probability of the text after the cursor to the candidates' scores. */
    private void addSuffix(List<Candidate> candidates, String suffix, ContextMixer cache) {
        int[] symbols = vocabulary().encode(suffix.substring(0, Math.min(SUFFIX_CHARS, suffix.length())));
        List<ContextMixer.Text> texts = new ArrayList<>();
        for (Candidate candidate : candidates) {
            network.copy(candidate.stream, texts.size());
            texts.add(candidate.written.branch());
        }
        int[] same = new int[texts.size()];
        for (int symbol : symbols) {
            for (int i = 0; i < same.length; i++) {
                float[] logProbabilities = cache.logProbabilities(texts.get(i), network.logProbabilities(i));
                candidates.get(i).suffixScore += logProbabilities[symbol] / symbols.length;
                texts.get(i).add(symbol);
            }
            Arrays.fill(same, symbol);
            network.step(same);
        }
    }

    /** Continues a candidate by further lines, each character the likeliest. */
    private void writeLines(Candidate best, ContextMixer cache, long millis, BooleanSupplier cancelled) {
        long end = System.nanoTime() + millis * 1_000_000;
        best.moveTo(0);
        best.beginLines(vocabulary().indexOf('\n'));
        while (best.next == Next.MORE && !cancelled.getAsBoolean() && System.nanoTime() < end) {
            network.step(best.last);
            best.write(cache, LogitsProcessor.NONE, Sampler.GREEDY, new SplittableRandom(1));
        }
    }

    /** A completion that is being written. */
    private final class Candidate {
        private final ContextMixer.Text written;
        private final CompletionText text;
        private int stream;
        private int last; // the last character, which the stream has not read
        private Next next = Next.MORE;
        private int drawn;
        private double sum; // of the log-probabilities of the drawn characters
        private double suffixScore; // mean log-probability of the text after the cursor

        Candidate(int stream, ContextMixer.Text written, CompletionText text) {
            this.stream = stream;
            this.written = written;
            this.text = text;
        }

        Next write(ContextMixer cache, LogitsProcessor processor, Sampler sampler, SplittableRandom random) {
            float[] logProbabilities = cache.logProbabilities(written, network.logProbabilities(stream));
            float[] allowed = logProbabilities.clone();
            allowed[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
            if (text.isInLiteral()) {
                allowed[vocabulary().indexOf('\n')] = Float.NEGATIVE_INFINITY;
            }
            processor.apply(allowed);
            int symbol = sampler.sample(allowed, random);
            drawn++;
            sum += logProbabilities[symbol];
            next = text.accept(vocabulary().codePoint(symbol));
            add(symbol);
            return next;
        }

        void beginLines(int lineFeed) {
            next = text.beginLines();
            add(lineFeed);
        }

        private void add(int symbol) {
            if (next == Next.MORE) {
                last = symbol;
                written.add(symbol);
            }
        }

        void moveTo(int to) {
            network.copy(stream, to);
            stream = to;
        }

        double score() {
            return sum / Math.max(1, drawn) + SUFFIX_WEIGHT * suffixScore;
        }
    }
}
