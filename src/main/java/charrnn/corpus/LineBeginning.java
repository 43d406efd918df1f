package charrnn.corpus;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the most frequent beginning of the lines of a training text, which is one or two words, such as {@code "static int "}
 * for C or {@code "def "} for Python. Only lines that begin with a letter or an underscore and have a second word are counted.
 */
public final class LineBeginning {
    /** Maximum number of characters read; since the files are shuffled, they are a sample. */
    private static final int MAX_READ = 1 << 22;

    /** Maximum number of characters read of each line. */
    private static final int MAX_IN_LINE = 80;

    /** Minimum share of the lines with the first word for a second word to belong to the beginning. */
    private static final double MIN_SHARE = 0.25;

    /** A first word without U+FFFD, which stands for characters outside the vocabulary. */
    private static final Pattern FIRST = Pattern.compile("[\\p{L}_][^\\s\uFFFD]*");

    private static final Pattern SECOND = Pattern.compile("[\\p{L}\\p{N}_]+");

    private final Map<String, Integer> firstWords = new HashMap<>();
    private final Map<String, Map<String, Integer>> secondWords = new HashMap<>();

    private LineBeginning() {}

    /** Returns the beginning with its final space; empty if no line is counted. */
    public static String mostFrequent(Corpus corpus) {
        LineBeginning counted = new LineBeginning();
        counted.count(corpus.train(), corpus.vocabulary());
        return counted.mostFrequent();
    }

    private void count(EncodedText text, Vocabulary vocabulary) {
        String sample = vocabulary.decode(text.read(0, (int) Math.min(MAX_READ, text.length())));
        sample.lines()
                .map(line -> line.substring(0, Math.min(MAX_IN_LINE, line.length())))
                .forEach(this::count);
    }

    private void count(String line) {
        String[] words = line.split(" ", 3);
        if (words.length == 1 || !FIRST.matcher(words[0]).matches() || words[1].isEmpty()) {
            return;
        }
        firstWords.merge(words[0], 1, Integer::sum);
        if (words.length == 3 && SECOND.matcher(words[1]).matches()) {
            secondWords.computeIfAbsent(words[0], word -> new HashMap<>()).merge(words[1], 1, Integer::sum);
        }
    }

    private String mostFrequent() {
        return mostFrequent(firstWords)
                .map(word -> word.getKey() + " "
                        + mostFrequent(secondWords.getOrDefault(word.getKey(), Map.of()))
                                .filter(next -> next.getValue() >= MIN_SHARE * word.getValue())
                                .map(next -> next.getKey() + " ")
                                .orElse(""))
                .orElse("");
    }

    /** The most frequent word; among equally frequent ones the first in alphabetical order. */
    private static Optional<Entry<String, Integer>> mostFrequent(Map<String, Integer> words) {
        return words.entrySet().stream()
                .max(Entry.<String, Integer>comparingByValue()
                        .thenComparing(Entry.<String, Integer>comparingByKey(Comparator.reverseOrder())));
    }
}
