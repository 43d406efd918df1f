package charrnn.match;

import charrnn.corpus.Vocabulary;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The layout of a network's input: several vectors of zeros and ones side by side. The first is the one-hot vector of the
 * character. For each match of a {@link TextHistory} follow the one-hot vectors of the predicted character and of the class of the
 * match's length; where nothing is predicted, these are the unknown character and class 0. With names, there are in addition the
 * one-hot vector of the first next character of {@link RecentNames}, the set of up to {@value #OTHERS} following ones, and the
 * one-hot vector of the class of the number of letters of the word so far.
 *
 * <p>The set is one vector with {@value #OTHERS} active inputs: those of its characters, and for each missing one an input behind
 * the vocabulary. One vector for all of them learns faster than one for each, and costs less.
 *
 * <p>An input is given by the positions of its active inputs, {@link #activeInputs} numbers below {@link #size}.
 *
 * @param matches number of matches, 0 to {@value #MAX_MATCHES}
 */
public record InputEncoding(int vocabulary, int matches, boolean names) implements Serializable {
    public static final int MAX_MATCHES = 2;

    /** Number of next characters of recent names after the first; docs/lab/notebook/ablations.md compares others. */
    private static final int OTHERS = 5;

    /** The smallest number of letters of each class from 1 on. With so many classes, the number of inputs determines the layout. */
    private static final int[] LETTERS = {1, 2, 3, 4, 6, 9};

    /** Minimum lengths of the matches, by their number; docs/lab/notebook/ablations.md compares others. */
    private static final List<List<Integer>> MINIMA = List.of(List.of(), List.of(4), List.of(5, 2));

    /** The smallest length of each class from 1 on. */
    private static final int[] LENGTHS = {2, 3, 4, 5, 6, 8, 12, 16, 24, 32};

    /**
     * The class of repetitions: runs of blanks, or a line that follows an equal one. Without it a network that has copied a line
     * copies it again and again (docs/lab/notebook/ablations.md).
     */
    private static final int REPETITION = LENGTHS.length + 1;

    private static final int CLASSES = LENGTHS.length + 2;

    public InputEncoding {
        if (vocabulary < 0 || matches < 0 || matches > MAX_MATCHES) {
            throw new IllegalArgumentException(vocabulary + " symbols and " + matches + " matches, of which 0 to "
                    + MAX_MATCHES + " are possible");
        }
    }

    /** The encoding of a network; empty if its number of inputs does not fit its vocabulary. */
    public static Optional<InputEncoding> of(int vocabulary, int inputs) {
        return all(vocabulary).filter(encoding -> encoding.size() == inputs).findFirst();
    }

    /** All encodings of a vocabulary. */
    public static Stream<InputEncoding> all(int vocabulary) {
        return IntStream.rangeClosed(0, MAX_MATCHES).boxed().flatMap(matches -> Stream.of(false, true)
                .map(names -> new InputEncoding(vocabulary, matches, names)));
    }

    List<Integer> minimumLengths() {
        return MINIMA.get(matches);
    }

    private int firstOf(int match) {
        return vocabulary + match * (vocabulary + CLASSES);
    }

    /** What the network reads: "98 and 2 matches and names". */
    @Override
    public String toString() {
        String counted = matches == 0 ? "" : matches == 1 ? " and 1 match" : " and " + matches + " matches";
        return vocabulary + counted + (names ? " and names" : "");
    }

    /** Number of the network's inputs. */
    public int size() {
        return firstOf(matches) + (names ? 2 * vocabulary + OTHERS + LETTERS.length + 1 : 0);
    }

    /** Number of inputs that are 1; all others are 0. */
    public int activeInputs() {
        return 1 + 2 * matches + (names ? 1 + OTHERS + 1 : 0);
    }

    /** The history of a text that begins. */
    public TextHistory history(Vocabulary vocabulary) {
        return new TextHistory(this, vocabulary, null);
    }

    /** The history of a text that begins, with a memory of other texts. */
    public TextHistory history(Vocabulary vocabulary, MatchMemory memory) {
        return new TextHistory(this, vocabulary, memory);
    }

    /**
     * Writes what a match adds to an input.
     *
     * @param length number of characters; 0 for no match
     * @param isRepetition whether the match is a repetition, see {@link TextHistory}
     * @param at index of the input's first number
     */
    void write(int match, int predicted, int length, boolean isRepetition, int[] inputs, int at) {
        int lengthClass = isRepetition ? REPETITION : classOf(length, LENGTHS);
        inputs[at + 1 + 2 * match] = firstOf(match) + predicted;
        inputs[at + 2 + 2 * match] = firstOf(match) + vocabulary + lengthClass;
    }

    /** Writes what recent names add to an input. */
    void write(RecentNames recent, int[] inputs, int at) {
        int[] next = recent.next(1 + OTHERS);
        int one = at + 1 + 2 * matches;
        int first = firstOf(matches);
        inputs[one++] = first + (next.length == 0 ? Vocabulary.UNKNOWN : next[0]);
        first += vocabulary;
        for (int i = 1; i <= OTHERS; i++) {
            inputs[one++] = first + (i < next.length ? next[i] : vocabulary + i - 1);
        }
        first += vocabulary + OTHERS;
        inputs[one] = first + classOf(recent.letters(), LETTERS);
    }

    /** The input of an unknown character for which nothing is predicted. */
    int[] nothing() {
        int[] input = new int[activeInputs()];
        hide(input, 0, 1);
        if (names) {
            write(new RecentNames(), input, 0);
        }
        return input;
    }

    /**
     * Sets the active inputs of vectors of zeros.
     *
     * @param inputs [streams][time][activeInputs] in one array
     * @param vectors receives them, [time][size][streams] in one buffer
     */
    public void write(int[] inputs, int streams, FloatBuffer vectors) {
        int perStream = inputs.length / streams;
        for (int i = 0; i < inputs.length; i++) {
            int time = i % perStream / activeInputs();
            vectors.put(i / perStream + streams * (inputs[i] + size() * time), 1);
        }
    }

    /** @param smallest smallest value of each class from 1 on */
    private static int classOf(int value, int[] smallest) {
        int found = 0;
        while (found < smallest.length && value >= smallest[found]) {
            found++;
        }
        return found;
    }

    /** Replaces the matches of the inputs [from, to) by none. */
    public void hide(int[] inputs, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int match = 0; match < matches; match++) {
                write(match, Vocabulary.UNKNOWN, 0, false, inputs, i * activeInputs());
            }
        }
    }
}
