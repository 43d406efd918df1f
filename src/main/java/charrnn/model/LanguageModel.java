package charrnn.model;

import charrnn.corpus.Vocabulary;

/** A character model seen from outside: it reads symbols one by one and says what may come next. Not thread-safe. */
public interface LanguageModel {
    /** The symbols it reads and predicts. */
    Vocabulary vocabulary();

    /** Forgets all that was read. */
    void reset();

    /**
     * Reads one symbol.
     *
     * @param index vocabulary index of the symbol
     * @return natural logarithms of the next symbol's probabilities, [vocabulary]; valid until the next call
     */
    float[] step(int index);
}
