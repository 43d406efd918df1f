package charrnn.match;

import charrnn.corpus.Vocabulary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The layout of a network's input: one-hot vectors side by side, first that of the character, then for each match of a {@link
 * MatchHistory} that of the predicted character and that of the class of the match's length. Without a match, these are the
 * unknown character and class 0.
 *
 * <p>An input is given by the positions of its ones, {@link #ones} numbers below {@link #size}.
 *
 * @param vocabulary number of symbols of the text
 * @param matches number of matches, 0 to {@value #MAX_MATCHES}
 */
public record InputEncoding(int vocabulary, int matches) implements Serializable {
    public static final int MAX_MATCHES = 2;

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

    /** Checks the number of matches. */
    public InputEncoding {
        if (vocabulary < 0 || matches < 0 || matches > MAX_MATCHES) {
            throw new IllegalArgumentException(vocabulary + " symbols and " + matches + " matches, of which 0 to "
                    + MAX_MATCHES + " are possible");
        }
    }

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
     * @param isRepetition whether the match is a repetition, see {@link MatchHistory}
     * @param at index of the input's first number
     */
    void write(int match, int predicted, int length, boolean isRepetition, int[] inputs, int at) {
        int lengthClass = isRepetition ? REPETITION : 0;
        while (lengthClass < LENGTHS.length && length >= LENGTHS[lengthClass]) {
            lengthClass++;
        }
        inputs[at + 1 + 2 * match] = firstOf(match) + predicted;
        inputs[at + 2 + 2 * match] = firstOf(match) + vocabulary + lengthClass;
    }

    /** Replaces the matches of the inputs [from, to) by none. */
    public void hide(int[] inputs, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int match = 0; match < matches; match++) {
                write(match, Vocabulary.UNKNOWN, 0, false, inputs, i * ones());
            }
        }
    }
}
