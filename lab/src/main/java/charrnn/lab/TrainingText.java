package charrnn.lab;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import charrnn.lab.SampleScore.Ratio;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Finds which stretches of samples occur in the training text. The text is read once, and the 64-bit hashes of its stretches are looked
 * up among those of the samples, so that memory does not grow with the text (Karp and Rabin 1987).
 */
record TrainingText(EncodedText text, Vocabulary vocabulary) {
    private static final int LENGTH = 50; // characters
    private static final int READ_AT_ONCE = 1 << 16;
    private static final long BASE = 0x9E3779B97F4A7C15L; // any large odd number
    private static final long BASE_TO_LENGTH =
            LongStream.generate(() -> BASE).limit(LENGTH).reduce(1, (a, b) -> a * b);

    /** For each sample, the number of its stretches of 50 characters that do not occur in the text, of all. */
    List<Ratio> newStretches(List<String> samples) {
        List<long[]> stretches = samples.stream()
                .map(vocabulary::encode)
                .map(TrainingText::hashes)
                .toList();
        Set<Long> wanted = new HashSet<>();
        stretches.forEach(hashes -> LongStream.of(hashes).forEach(wanted::add));
        Set<Long> copied = new HashSet<>();
        for (long from = 0; from + LENGTH <= text.length(); from += READ_AT_ONCE) {
            int count = (int) Math.min(READ_AT_ONCE + LENGTH - 1, text.length() - from);
            for (long hash : hashes(text.read(from, count))) {
                if (wanted.contains(hash)) {
                    copied.add(hash);
                }
            }
        }
        return stretches.stream()
                .map(hashes -> new Ratio(
                        LongStream.of(hashes)
                                .filter(hash -> !copied.contains(hash))
                                .count(),
                        hashes.length))
                .toList();
    }

    /** The hash of the stretch at each position: the symbols as the digits of a number in the base, modulo 2^64. */
    private static long[] hashes(int[] symbols) {
        long[] hashes = new long[Math.max(0, symbols.length - LENGTH + 1)];
        long hash = 0;
        for (int i = 0; i < symbols.length; i++) {
            hash = hash * BASE + symbols[i] - (i < LENGTH ? 0 : BASE_TO_LENGTH * symbols[i - LENGTH]);
            if (i >= LENGTH - 1) {
                hashes[i - LENGTH + 1] = hash;
            }
        }
        return hashes;
    }
}
