package charrnn.model;

import charrnn.corpus.Vocabulary;

/**
 * A character model that reads many streams at once. The streams are numbered from 0 without a gap; they come and go
 * between steps. What a stream is told depends on what it read and on nothing else, bit for bit: not on the other
 * streams, nor on its number. Not thread-safe.
 */
public interface BatchLanguageModel {
    /** The symbols it reads and predicts. */
    Vocabulary vocabulary();

    /** How many streams there are. */
    int size();

    /**
     * A further stream, which has read nothing.
     *
     * @return its number, the largest
     */
    int add();

    /** Ends a stream. The one with the largest number takes its number, and keeps all it has. */
    void remove(int stream);

    /** A stream takes over all that another one has read, and what may come next; from here on each goes its own way. */
    void copy(int from, int to);

    /** A stream forgets all that it read. */
    void reset(int stream);

    /**
     * Lets the first streams read a symbol each. Streams with larger numbers stay as they are, at no cost.
     *
     * @param indices vocabulary indices, one a stream, in the order of their numbers
     */
    void step(int... indices);

    /**
     * The distribution of a stream's next symbol, after a step in which the stream read.
     *
     * @return natural logarithms of the next symbol's probabilities, [vocabulary]; valid until the next step
     */
    float[] logProbabilities(int stream);
}
