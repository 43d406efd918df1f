package charrnn.tools.complete;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.model.LanguageModel.Snapshot;
import charrnn.sample.LogProbabilities;
import charrnn.tools.complete.CompletionText.Next;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Completes code at a cursor by a network, which finds matches in the text around the cursor and in its memory of a project. Each
 * character is the likeliest one, except the first of an alternative. At the end of a line, further lines may follow. Texts of
 * earlier requests are kept, so that a request whose text has grown by some characters is answered quickly; they keep the text
 * after the cursor and the pieces of their first request until there are new pieces. Not thread-safe.
 */
public final class Completer {
    /** The minimum confidence of a request that names none. */
    public static final double MIN_CONFIDENCE = 0.5;

    private static final int MAX_KEPT_TEXTS = 8; // the one used least recently is replaced
    private static final int MAX_PREFIX_CHARS = 20_000; // at the end of the text before the cursor
    private static final int MAX_SURROUNDING_CHARS = 30_000; // of pieces and of the text after the cursor
    private static final int ANCHOR_CHARS = 200; // first characters of a prefix, which are searched in a kept text
    private static final int MAX_ANCHORS = 64; // occurrences of these characters in a kept text
    private static final int MAX_DROPPED_CHARS = 16_000; // of a kept text, before a prefix

    /** Minimum log-probability of an alternative's first character: below it, fewer than 1 in 100 are right. */
    private static final float MIN_ALTERNATIVE = (float) Math.log(0.01);

    private final LanguageModel network; // with one stream
    private final Snapshot blank; // of a stream that has read nothing

    private final List<PrefixState> keptTexts = new ArrayList<>(); // the last used one last

    /**
     * An occurrence of the first characters of a prefix in a kept text.
     *
     * @param whole the text's characters before the occurrence, and the prefix
     * @param shared number of characters that the text and the prefix share from the occurrence on
     */
    private record KeptPrefix(PrefixState state, int[] whole, int shared) {}

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
     * @param alternative number of likelier characters that are excluded at the cursor; 0 for the likeliest completion
     * @param minConfidence minimum of {@link Suggestion#atLeast}
     */
    public record Request(
            String prefix,
            String suffix,
            List<String> pieces,
            int maxChars,
            List<String> stops,
            int indentation,
            long millis,
            int alternative,
            double minConfidence) {
        /** The same request with another maximum number of characters. */
        public Request withMaxChars(int chars) {
            return new Request(prefix, suffix, pieces, chars, stops, indentation, millis, alternative, minConfidence);
        }
    }

    /**
     * A completion.
     *
     * @param stopped whether the completion has ended by itself, and not by a maximum length or the time
     * @param read number of characters that the network has read for the request
     * @param kept number of characters before the cursor that earlier requests had read
     * @param readNanos duration of the reading
     * @param generateNanos duration of the generation
     */
    public record Completion(
            Suggestion suggestion, boolean stopped, int read, int kept, long readNanos, long generateNanos) {}

    /**
     * @param network has no streams, and is used by the completer alone
     */
    public Completer(LanguageModel network) {
        this.network = network;
        blank = network.save(network.add());
    }

    /**
     * Completes a text.
     *
     * @param cancelled checked after every few characters that the network reads and after each that it generates; if true,
     *     the completion ends there
     */
    public Completion complete(Request request, BooleanSupplier cancelled) {
        if (request.prefix().isEmpty() && request.maxChars() == 0) {
            return new Completion(Suggestion.NONE, true, 0, 0, 0, 0); // nothing that a later request could use
        }
        long start = System.nanoTime();
        int[] prefix = network.vocabulary().encode(request.prefix().isEmpty() ? "\n" : request.prefix());
        KeptPrefix found = findKept(
                Arrays.copyOfRange(prefix, Math.max(0, prefix.length - MAX_PREFIX_CHARS), prefix.length), request);
        PrefixState state = found.state;
        int kept = state.replaceBy(found.whole, cancelled);
        int read = state.text().length - Math.max(kept, state.networkStart());
        long begin = System.nanoTime();
        if (request.maxChars() == 0 || cancelled.getAsBoolean()) {
            return new Completion(Suggestion.NONE, true, read, kept, begin - start, 0);
        }
        CompletionText text = new CompletionText(request);
        network.restore(0, state.end());
        network.beginWriting(0);
        Next next = generate(text, request.alternative(), cancelled);
        boolean atLineEnd = request.suffix().isEmpty() || request.suffix().startsWith("\n");
        if (next == Next.FIRST_LINE_END && atLineEnd && request.millis() > 0 && !text.isUnsure()) {
            long end = System.nanoTime() + request.millis() * 1_000_000;
            next = text.beginLines();
            if (next == Next.MORE) {
                network.step(network.vocabulary().indexOf('\n'));
                next = generate(text, 0, () -> cancelled.getAsBoolean() || System.nanoTime() >= end);
            }
        }
        boolean stopped = next == Next.END || next == Next.FIRST_LINE_END;
        return new Completion(text.suggestion(stopped), stopped, read, kept, begin - start, System.nanoTime() - begin);
    }

    /** Forgets the texts of earlier requests. */
    public void forget() {
        keptTexts.forEach(text -> text.restart(List.of(), new int[0]));
    }

    /** The kept text that shares most characters with a prefix; if none shares enough, a new one. */
    private KeptPrefix findKept(int[] prefix, Request request) {
        KeptPrefix best = keptTexts.stream()
                .map(text -> find(text, prefix))
                .max(Comparator.comparingInt(KeptPrefix::shared))
                .filter(found -> found.shared > prefix.length - Math.min(prefix.length, PrefixState.NETWORK_CHARS) / 2)
                .orElseGet(() -> new KeptPrefix(begin(request), prefix, 0));
        if (!best.state.pieces().containsAll(request.pieces())) {
            best.state.restart(request.pieces(), surroundings(request));
        }
        keptTexts.remove(best.state);
        keptTexts.add(best.state);
        return best;
    }

    /**
     * Finds a prefix in a text. Editors send the last lines before the cursor only, so that the first ones disappear as the
     * cursor moves down; here they stay before the prefix.
     */
    private static KeptPrefix find(PrefixState text, int[] prefix) {
        int[] known = text.text();
        KeptPrefix best = new KeptPrefix(text, prefix, text.commonLength(prefix));
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
                    best = new KeptPrefix(text, whole, shared);
                }
            }
        }
        return best;
    }

    private PrefixState begin(Request request) {
        PrefixState state = keptTexts.size() < MAX_KEPT_TEXTS ? new PrefixState(network, blank) : keptTexts.remove(0);
        state.restart(request.pieces(), surroundings(request));
        return state;
    }

    /** The characters of pieces and of the text after the cursor in which the network finds matches; the last ones are nearest. */
    private int[] surroundings(Request request) {
        List<int[]> parts = new ArrayList<>();
        int left = MAX_SURROUNDING_CHARS;
        left -= addTo(parts, request.suffix(), left / 2);
        for (int i = request.pieces().size() - 1; i >= 0; i--) {
            left -= addTo(parts, request.pieces().get(i), left);
        }
        Collections.reverse(parts);
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Adds the first lines of a text. Returns the number of their characters. */
    private int addTo(List<int[]> parts, String text, int most) {
        int lineFeed = network.vocabulary().indexOf('\n');
        int[] symbols = network.vocabulary().encode(text + "\n");
        int length = Math.min(most, symbols.length);
        while (length > 0 && symbols[length - 1] != lineFeed) {
            length--;
        }
        parts.add(Arrays.copyOf(symbols, length));
        return length;
    }

    /**
     * Adds characters to a text.
     *
     * @param excluded number of likelier characters that cannot be the first one
     * @return what follows the last character
     */
    private Next generate(CompletionText text, int excluded, BooleanSupplier over) {
        Vocabulary vocabulary = network.vocabulary();
        while (!over.getAsBoolean()) {
            float[] allowed = network.logProbabilities(0).clone();
            allowed[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
            if (!text.mayEndLine()) {
                allowed[vocabulary.indexOf('\n')] = Float.NEGATIVE_INFINITY;
            }
            int symbol = LogProbabilities.likeliest(allowed);
            for (; excluded > 0; excluded--) {
                allowed[symbol] = Float.NEGATIVE_INFINITY;
                symbol = LogProbabilities.likeliest(allowed);
                if (allowed[symbol] < MIN_ALTERNATIVE) {
                    return Next.END;
                }
            }
            int codePoint = vocabulary.codePoint(symbol);
            float rest = allowed[vocabulary.indexOf(text.restStart())];
            float[] all = network.logProbabilities(0);
            double noWord = Math.log(Suggestion.sumOutsideWords(vocabulary, each -> Math.exp(all[each])));
            if (text.endsBeforeRest(rest, noWord, codePoint, allowed[symbol])) {
                return Next.END;
            }
            Next next = text.accept(codePoint);
            if (next != Next.MORE) {
                return next;
            }
            network.step(symbol);
        }
        return Next.MORE;
    }
}
