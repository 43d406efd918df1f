package charrnn.evaluate;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import charrnn.match.InputReader;
import charrnn.model.StreamPredictor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Bits per character of a text: the mean negative base-2 logarithm of the probabilities that a model gives to the
 * characters.
 *
 * @param bits the mean; NaN if no character was predicted
 * @param chars number of counted characters: all but the first, unless some are left out
 */
public record BitsPerCharacter(double bits, long chars) {
    private static final int SEGMENT = 100;
    private static final int CHARS_PER_STREAM = 10_000;
    private static final int MAX_STREAMS = 64;

    /** Measures a text in one stream for each 10,000 characters: at least 1 stream, at most 64. */
    public static BitsPerCharacter of(StreamPredictor model, EncodedText text) {
        return of(model, text, Optional.empty());
    }

    /** Measures a text; only the characters count that {@code counted}, the same text in another vocabulary, does not lack. */
    public static BitsPerCharacter of(StreamPredictor model, EncodedText text, Optional<EncodedText> counted) {
        int streams = (int) Math.max(1, Math.min(MAX_STREAMS, text.length() / CHARS_PER_STREAM));
        return of(model, text, counted, streams);
    }

    /**
     * Measures a text in a given number of streams. Stream i predicts the n characters from i·n + 1 on, so that every
     * character but the first is predicted once.
     */
    public static BitsPerCharacter of(StreamPredictor model, EncodedText text, int streams) {
        return of(model, text, Optional.empty(), streams);
    }

    private static BitsPerCharacter of(
            StreamPredictor model, EncodedText text, Optional<EncodedText> counted, int streams) {
        long predicted = Math.max(0, text.length() - 1);
        long perStream = (predicted + streams - 1) / streams;
        model.reset();
        List<InputReader> readers =
                Stream.generate(() -> model.reader(text)).limit(streams).toList();
        double[] sums = new double[2]; // nats, counted characters
        for (long at = 0; at < perStream; at += SEGMENT) {
            int time = (int) Math.min(SEGMENT, perStream - at);
            addSegment(sums, model, readers, counted, perStream, at, time);
        }
        model.reset();
        return new BitsPerCharacter(sums[0] / sums[1] / Math.log(2), (long) sums[1]);
    }

    /** Adds the losses of a segment of each stream. */
    private static void addSegment(
            double[] sums,
            StreamPredictor model,
            List<InputReader> readers,
            Optional<EncodedText> counted,
            long perStream,
            long at,
            int time) {
        int streams = readers.size();
        EncodedText text = readers.get(0).text();
        int[][] inputs = new int[streams][];
        int[] lengths = new int[streams];
        for (int s = 0; s < streams; s++) {
            long position = s * perStream + at;
            lengths[s] = (int) Math.max(0, Math.min(time, text.length() - 1 - position));
            inputs[s] = readers.get(s).read(Math.min(position, text.length()), lengths[s], time);
        }
        float[] probabilities = model.predict(inputs);
        int vocabulary = probabilities.length / (streams * time);
        for (int s = 0; s < streams; s++) {
            long next = Math.min(s * perStream + at + 1, text.length());
            int[] targets = text.read(next, lengths[s]);
            int[] known = counted.isPresent() ? counted.get().read(next, lengths[s]) : new int[0];
            for (int t = 0; t < lengths[s]; t++) {
                if (counted.isEmpty() || known[t] != Vocabulary.UNKNOWN) {
                    float p = probabilities[(t * streams + s) * vocabulary + targets[t]];
                    sums[0] -= Math.log(Math.max(p, Float.MIN_NORMAL));
                    sums[1]++;
                }
            }
        }
    }
}
