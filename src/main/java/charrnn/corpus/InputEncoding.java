package charrnn.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network reads at a position of a text: one-hot vectors side by side. The first one is the character. For each match
 * of the {@link MatchHistory} there are two more: the character that it predicts, and the class of its length. Where there is no
 * match, these are the unknown character and class 0.
 *
 * <p>An input is given by the positions of its ones, {@link #ones} numbers below {@link #size}.
 *
 * @param vocabulary number of symbols of the text
 * @param matches number of matches, 0 to {@value #MAX_MATCHES}
 */
public record InputEncoding(int vocabulary, int matches) implements Serializable {
    public static final int MAX_MATCHES = 2;

    /** Minimum lengths of the matches, by their number; docs/lab/ablations.md compares others. */
    private static final List<List<Integer>> MINIMA = List.of(List.of(), List.of(4), List.of(5, 2));

    /** The smallest length of each class from 1 on. */
    private static final int[] LENGTHS = {2, 3, 4, 5, 6, 8, 12, 16, 24, 32};

    /**
     * The class of any match by which the text repeats itself, as in a run of blanks or a line that follows an equal one. Without
     * it a network that has copied a line copies it for ever.
     */
    private static final int REPEATING = LENGTHS.length + 1;

    private static final int CLASSES = LENGTHS.length + 2;

    /** The encoding of a network; empty if its number of inputs does not fit its vocabulary. */
    public static Optional<InputEncoding> of(int vocabulary, int inputs) {
        return IntStream.rangeClosed(0, MAX_MATCHES)
                .mapToObj(matches -> new InputEncoding(vocabulary, matches))
                .filter(encoding -> encoding.size() == inputs)
                .findFirst();
    }

    List<Integer> minimumLengths() {
        return MINIMA.get(matches);
    }

    /** Sizes of the one-hot vectors. */
    public List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>(List.of(vocabulary));
        for (int match = 0; match < matches; match++) {
            sizes.add(vocabulary);
            sizes.add(CLASSES);
        }
        return sizes;
    }

    /** Position of the first number of each one-hot vector. */
    public int[] offsets() {
        int[] offsets = new int[ones()];
        for (int match = 0; match < matches; match++) {
            offsets[1 + 2 * match] = firstOf(match);
            offsets[2 + 2 * match] = firstOf(match) + vocabulary;
        }
        return offsets;
    }

    private int firstOf(int match) {
        return vocabulary + match * (vocabulary + CLASSES);
    }

    /** Number of the network's inputs. */
    public int size() {
        return firstOf(matches);
    }

    /** Number of ones in an input. */
    public int ones() {
        return 1 + 2 * matches;
    }

    /** The history of a text that begins. */
    public MatchHistory history() {
        return new MatchHistory(this, null);
    }

    /** The history of a text that begins, with a memory of other texts. */
    public MatchHistory history(MatchMemory memory) {
        return new MatchHistory(this, memory);
    }

    /**
     * Writes what a match adds to an input.
     *
     * @param predicted a vocabulary index
     * @param length number of characters; 0 for no match
     * @param repeats whether the text repeats itself
     * @param at index of the input's first number
     */
    void write(int match, int predicted, int length, boolean repeats, int[] inputs, int at) {
        int lengthClass = 0;
        while (lengthClass < LENGTHS.length && length >= LENGTHS[lengthClass]) {
            lengthClass++;
        }
        lengthClass = repeats && length > 0 ? REPEATING : lengthClass;
        inputs[at + 1 + 2 * match] = firstOf(match) + predicted;
        inputs[at + 2 + 2 * match] = firstOf(match) + vocabulary + lengthClass;
    }

    /** Replaces the matches of an input by none. */
    public void hide(int[] inputs, int at) {
        for (int match = 0; match < matches; match++) {
            write(match, Vocabulary.UNKNOWN, 0, false, inputs, at);
        }
    }
}
