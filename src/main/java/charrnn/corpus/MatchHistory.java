package charrnn.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * The past of a text, with what followed its last characters when they occurred before: a match model (Mahoney 2005,
 * "Adaptive weighing of context models for lossless data compression").
 *
 * <p>A match is an earlier position before which the last characters of the text stand, at least as many as a minimum. It predicts the character at that position. A match is followed from character to
 * character while its predictions are right, and is replaced by the most recent occurrence of the last characters if that is as
 * long or longer. The result depends only on the characters since the beginning of the text.
 *
 * <p>A text is forgotten after {@link #CAPACITY} characters, so that memory is bounded. Not thread-safe.
 */
public final class MatchHistory {
    /** Number of characters after which the history begins again; only files longer than that are affected. */
    static final int CAPACITY = 1 << 19;

    /** Lengths are counted up to this one. */
    static final int MAX_LENGTH = 32;

    private final InputEncoding encoding;
    private final MatchIndex text;
    private final List<Match> matches = new ArrayList<>();

    MatchHistory(InputEncoding encoding) {
        this.encoding = encoding;
        text = new MatchIndex(encoding.minimumLengths());
        encoding.minimumLengths().forEach(minimum -> matches.add(new Match(minimum)));
    }

    private MatchHistory(MatchHistory other) {
        encoding = other.encoding;
        text = other.text.copy();
        other.matches.forEach(match -> matches.add(new Match(match)));
    }

    /** A history that continues from here on its own. */
    public MatchHistory copy() {
        return new MatchHistory(this);
    }

    /** Forgets the text. */
    public void clear() {
        text.clear();
        matches.forEach(Match::clear);
    }

    /**
     * Reads the next character of the text.
     *
     * @param symbol its vocabulary index
     * @param inputs receives what the network reads at this position, see {@link InputEncoding}
     * @param at index of the first number
     */
    public void read(int symbol, int[] inputs, int at) {
        inputs[at] = symbol;
        if (matches.isEmpty()) {
            return;
        }
        if (text.length() == CAPACITY) {
            clear();
        }
        text.append((char) symbol);
        for (int i = 0; i < matches.size(); i++) {
            Match match = matches.get(i);
            match.follow(text, (char) symbol);
            if (text.length() >= match.minimum) {
                int hash = text.hash(i, text.length());
                match.consider(text, text.find(i, hash));
                text.put(i, hash, text.length());
            }
            int predicted = match.length == 0 ? Vocabulary.UNKNOWN : text.at(match.position);
            encoding.write(i, predicted, match.length, inputs, at);
        }
    }

    /** The match of one minimum length. */
    private static final class Match {
        private final int minimum;
        private int position; // of the predicted character
        private int length; // number of equal characters before it, up to MAX_LENGTH; 0 without a match

        Match(int minimum) {
            this.minimum = minimum;
        }

        Match(Match other) {
            minimum = other.minimum;
            position = other.position;
            length = other.length;
        }

        void clear() {
            length = 0;
        }

        /** Compares the prediction with the character that followed, the last one of the text. */
        void follow(MatchIndex text, char symbol) {
            if (length > 0) {
                length = text.at(position) == symbol ? Math.min(length + 1, MAX_LENGTH) : 0;
                position++;
            }
        }

        /**
         * Takes an occurrence of the last characters if it is as long or longer.
         *
         * @param end position after the occurrence; 0 for none
         */
        void consider(MatchIndex text, int end) {
            if (end > 0 && !(length > 0 && position == end)) {
                int common = text.commonLength(end, MAX_LENGTH);
                if (common >= minimum && common >= length) {
                    position = end;
                    length = common;
                }
            }
        }
    }
}
