package charrnn.corpus;

import java.util.Comparator;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private LineBeginning() {}

    /** Returns the beginning with its final space; empty if no line is counted. */
    public static String mostFrequent(Corpus corpus) {
        EncodedText text = corpus.train();
        int[] sample = text.read(0, (int) Math.min(MAX_READ, text.length()));
        List<String[]> lines = corpus.vocabulary()
                .decode(sample)
                .lines()
                .map(line -> line.substring(0, Math.min(MAX_IN_LINE, line.length())))
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length > 1 && FIRST.matcher(words[0]).matches() && !words[1].isEmpty())
                .toList();
        return mostFrequent(lines.stream().map(words -> words[0]))
                .map(first -> first.getKey() + " " + second(lines, first))
                .orElse("");
    }

    private static String second(List<String[]> lines, Entry<String, Long> first) {
        return mostFrequent(lines.stream()
                        .filter(words -> words.length == 3 && words[0].equals(first.getKey()))
                        .map(words -> words[1])
                        .filter(SECOND.asMatchPredicate()))
                .filter(second -> second.getValue() >= MIN_SHARE * first.getValue())
                .map(second -> second.getKey() + " ")
                .orElse("");
    }

    /** The most frequent word and its count; among equally frequent ones the first in alphabetical order. */
    private static Optional<Entry<String, Long>> mostFrequent(Stream<String> words) {
        return words.collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).entrySet().stream()
                .max(Entry.<String, Long>comparingByValue()
                        .thenComparing(Entry.<String, Long>comparingByKey(Comparator.reverseOrder())));
    }
}
