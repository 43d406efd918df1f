package charrnn.tools.complete;

import charrnn.model.LanguageModel;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.complete.CompletionText.Next;
import charrnn.tools.constrain.CScanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Completes code at a cursor, from the mixture of a network and an n-gram cache of the project and of the text around the
 * cursor. At the end of a line each character is the likeliest, and further lines may follow. Within a line, the best of several
 * candidates is chosen by the text after the cursor. Texts of earlier requests are kept, so that a request whose text has
 * grown by some characters is answered quickly. Not thread-safe.
 */
public final class Completer {
    private static final int CANDIDATES = 4; // the first one takes the likeliest character each time
    private static final int SUFFIX_CHARS = 60; // characters after the cursor that the score reads
    private static final int MAX_KEPT_TEXTS = 8; // the one used least recently is replaced
    private static final int MAX_PREFIX_CHARS = 20_000; // at the end of the text before the cursor
    private static final int MAX_CONTEXT_CHARS = 30_000; // of pieces and of the text after the cursor
    private static final int ANCHOR_CHARS = 200; // first characters of a prefix, which are searched in a kept text
    private static final int MAX_ANCHORS = 64; // occurrences of these characters in a kept text
    private static final int MAX_DROPPED_CHARS = 16_000; // of a kept text, before a prefix

    /** Its streams: active candidates, complete candidates, then those of the kept texts. */
    private final LanguageModel network;

    private final ContextMixer project;
    private final List<PrefixState> keptTexts = new ArrayList<>(); // the last used one last

    /**
     * An occurrence of the first characters of a prefix in a kept text.
     *
     * @param whole the text's characters before the occurrence, and the prefix
     * @param shared number of characters that the text and the prefix share from the occurrence on
     */
    private record PrefixMatch(PrefixState text, int[] whole, int shared) {}

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
     * @param stopped whether the completion has ended by itself, and not by a maximum length or the time
     * @param read number of characters that the network has read for the request
     * @param kept number of characters before the cursor that earlier requests had read
     * @param readNanos duration of the reading
     * @param generateNanos duration of the generation
     */
    public record Completion(String text, boolean stopped, int read, int kept, long readNanos, long generateNanos) {}

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

    /**
     * Completes a text.
     *
     * @param cancelled checked after every few characters that the network reads and after each that it generates; if true,
     *     the completion ends there
     */
    public Completion complete(Request request, BooleanSupplier cancelled) {
        if (request.prefix().isEmpty() && request.maxChars() == 0) {
            return new Completion("", true, 0, 0, 0, 0); // nothing that a later request could use
        }
        long start = System.nanoTime();
        int[] prefix = network.vocabulary().encode(request.prefix().isEmpty() ? "\n" : request.prefix());
        PrefixMatch match = match(
                Arrays.copyOfRange(prefix, Math.max(0, prefix.length - MAX_PREFIX_CHARS), prefix.length), request);
        PrefixState state = match.text;
        int kept = state.replaceBy(match.whole, cancelled);
        int read = state.text().length - Math.max(kept, state.networkStart());
        long begin = System.nanoTime();
        if (request.maxChars() == 0 || cancelled.getAsBoolean()) {
            return new Completion("", true, read, kept, begin - start, 0);
        }
        Candidate best = generate(state, request, cancelled);
        return new Completion(
                best.text(),
                best.next() == Next.END || best.next() == Next.FIRST_LINE_END,
                read,
                kept,
                begin - start,
                System.nanoTime() - begin);
    }

    /** Forgets the texts of earlier requests. */
    void forget() {
        keptTexts.forEach(text -> text.restart(project, List.of()));
    }

    /** The kept text that shares most characters with a prefix; if none shares enough, a new one. */
    private PrefixMatch match(int[] prefix, Request request) {
        PrefixMatch best = keptTexts.stream()
                .map(text -> match(text, prefix))
                .max(Comparator.comparingInt(PrefixMatch::shared))
                .filter(match -> match.shared > prefix.length - Math.min(prefix.length, PrefixState.NETWORK_CHARS) / 2)
                .orElseGet(() -> new PrefixMatch(begin(request), prefix, 0));
        if (!best.text.pieces().containsAll(request.pieces())) {
            best.text.changeContext(context(request), request.pieces());
        }
        keptTexts.remove(best.text);
        keptTexts.add(best.text);
        return best;
    }

    /**
     * Finds a prefix in a text. Editors send the last lines before the cursor only, so that the first ones disappear as the
     * cursor moves down; here they stay before the prefix.
     */
    private static PrefixMatch match(PrefixState text, int[] prefix) {
        int[] known = text.text();
        PrefixMatch best = new PrefixMatch(text, prefix, text.commonLength(prefix));
        int anchors = 0;
        int last = prefix.length < ANCHOR_CHARS ? 0 : Math.min(known.length - ANCHOR_CHARS, MAX_DROPPED_CHARS);
        for (int at = 1; at <= last && anchors < MAX_ANCHORS; at++) {
            if (Arrays.equals(known, at, at + ANCHOR_CHARS, prefix, 0, ANCHOR_CHARS)) {
                anchors++;
                int mismatch = Arrays.mismatch(known, at, known.length, prefix, 0, prefix.length);
                int shared = mismatch < 0 ? prefix.length : mismatch;
                if (shared > best.shared) {
                    int[] whole = Arrays.copyOf(known, at + prefix.length);
                    System.arraycopy(prefix, 0, whole, at, prefix.length);
                    best = new PrefixMatch(text, whole, shared);
                }
            }
        }
        return best;
    }

    private PrefixState begin(Request request) {
        PrefixState state = keptTexts.size() < MAX_KEPT_TEXTS ? new PrefixState(network, project) : keptTexts.remove(0);
        state.restart(project, List.of()); // frees its memory
        state.restart(context(request), request.pieces());
        return state;
    }

    /** A cache that has read the project, the text after the cursor and the pieces. */
    private ContextMixer context(Request request) {
        ContextMixer context = project.copy();
        int left = MAX_CONTEXT_CHARS;
        left -= learn(context, request.suffix(), left / 2);
        for (int i = request.pieces().size() - 1; i >= 0; i--) {
            left -= learn(context, request.pieces().get(i), left);
        }
        return context;
    }

    /** Makes a cache learn the first characters of a text. Returns their number. */
    private int learn(ContextMixer cache, String text, int most) {
        int[] symbols = network.vocabulary().encode(text + "\n");
        int length = Math.min(most, symbols.length);
        for (int i = 0; i < length; i++) {
            cache.learn(symbols[i]);
        }
        return length;
    }

    private Candidate generate(PrefixState prefix, Request request, BooleanSupplier cancelled) {
        boolean atLineEnd = request.suffix().isEmpty() || request.suffix().startsWith("\n");
        List<Candidate> candidates = firstLines(atLineEnd ? 1 : CANDIDATES, prefix, request, cancelled);
        if (!atLineEnd) {
            addSuffix(candidates, request.suffix(), cancelled);
        }
        Candidate best = candidates.stream()
                .max(Comparator.comparingDouble(Candidate::score))
                .orElseThrow();
        if (best.next() == Next.FIRST_LINE_END && atLineEnd && request.millis() > 0) {
            generateLines(best, request.millis(), cancelled);
        }
        return best;
    }

    /**
     * Generates the first line of each candidate. In the end, the stream of a candidate is {@link #CANDIDATES} + its index.
     *
     * @param number of candidates, at most {@link #CANDIDATES}
     */
    private List<Candidate> firstLines(int number, PrefixState prefix, Request request, BooleanSupplier cancelled) {
        SplittableRandom random = new SplittableRandom(1); // the same for equal requests
        CScanner scanner = new CScanner();
        request.prefix().codePoints().forEach(scanner::accept);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            network.copy(prefix.stream(), i);
            network.beginWriting(i);
            CompletionText text = new CompletionText(request, scanner.copy());
            candidates.add(new Candidate(network, i, prefix.cache(), text, i == 0));
        }
        List<Candidate> active = new ArrayList<>(candidates); // candidate i of these has stream i
        while (!active.isEmpty() && !cancelled.getAsBoolean()) {
            for (Candidate candidate : List.copyOf(active)) {
                if (candidate.generate(random) != Next.MORE) {
                    retire(candidate, active, candidates);
                }
            }
            if (!active.isEmpty()) {
                network.step(active.stream().mapToInt(Candidate::last).toArray());
            }
        }
        List.copyOf(active).forEach(candidate -> retire(candidate, active, candidates));
        return candidates;
    }

    /** Moves the stream of a candidate out of the active ones. */
    private static void retire(Candidate candidate, List<Candidate> active, List<Candidate> all) {
        int stream = candidate.stream();
        candidate.moveTo(CANDIDATES + all.indexOf(candidate));
        Candidate last = active.remove(active.size() - 1);
        if (last != candidate) {
            last.moveTo(stream);
            active.set(stream, last);
        }
    }

    /** Adds the text after the cursor to the candidates' scores; a cancelled completion needs none. */
    private void addSuffix(List<Candidate> candidates, String suffix, BooleanSupplier cancelled) {
        int[] symbols = network.vocabulary().encode(suffix.substring(0, Math.min(SUFFIX_CHARS, suffix.length())));
        for (int i = 0; i < candidates.size(); i++) {
            candidates.get(i).moveTo(i);
        }
        for (int i = 0; i < symbols.length && !cancelled.getAsBoolean(); i++) {
            int step = i;
            network.step(candidates.stream()
                    .mapToInt(candidate -> candidate.addSuffix(symbols, step))
                    .toArray());
        }
    }

    /** Continues a candidate by further lines. */
    private void generateLines(Candidate best, long millis, BooleanSupplier cancelled) {
        long end = System.nanoTime() + millis * 1_000_000;
        SplittableRandom random = new SplittableRandom(1);
        best.moveTo(0);
        best.beginLines();
        while (best.next() == Next.MORE && !cancelled.getAsBoolean() && System.nanoTime() < end) {
            network.step(best.last());
            best.generate(random);
        }
    }
}
