package charrnn.tools.adapt;

import java.util.Arrays;

/**
 * Predicts that the text goes on as it did after the last occurrence of the same characters. A match is followed for as long
 * as its symbols agree; how often it is right is counted for each length of the match.
 */
final class MatchModel {
    /** Levels of the length of a match, from 1; 0 is for none. */
    static final int LEVELS = 17;

    private static final int LONGEST = 400; // length of a match that is told apart
    private static final int MOST_PLACES = 1 << 24;
    private static final float FIRST_RIGHT = 0.9f;
    private static final int NOTHING = -1;

    private final SymbolHistory history;
    private final int least;
    private final int[] behind; // position behind the last occurrence, by hash; 0 for none
    private final AdaptiveProbability right;
    private int at; // position of the predicted symbol
    private int length; // characters that agree
    private int predicted = NOTHING; // the bit predicted last

    /** @param least characters of the shortest match, at least 1 */
    MatchModel(SymbolHistory history, int least) {
        this.history = history;
        this.least = least;
        behind = new int[places(history.capacity())];
        float[] first = new float[LEVELS];
        Arrays.fill(first, FIRST_RIGHT);
        right = new AdaptiveProbability(first);
    }

    /** Size of the table, a power of two. Doubled last: twice 2³⁰ characters would be no int. */
    static int places(int capacity) {
        return 2 * Math.min(MOST_PLACES / 2, Integer.highestOneBit(Math.max(1, capacity)));
    }

    /** Takes in the character that was added to the history. */
    void advance() {
        int end = history.length();
        if (length > 0 && history.at(at) == history.last(0)) {
            at++;
            length = Math.min(LONGEST, length + 1);
        } else {
            length = 0;
        }
        if (end >= least) {
            int place = place();
            if (length == 0) {
                at = behind[place];
                length = agreement(end);
            }
            behind[place] = end;
        }
    }

    private int place() {
        long hash = 0;
        for (int i = 0; i < least; i++) {
            hash = SymbolHistory.hash(hash, history.last(i));
        }
        return (int) (SymbolHistory.scatter(hash) >>> 32) & behind.length - 1;
    }

    private int agreement(int end) {
        int most = Math.min(at, LONGEST);
        int agree = 0;
        while (agree < most && history.at(at - 1 - agree) == history.at(end - 1 - agree)) {
            agree++;
        }
        return agree >= least ? agree : 0;
    }

    /** The predicted symbol; −1 for none. */
    int symbol() {
        return length == 0 ? NOTHING : history.at(at);
    }

    /** How many characters agree; 0 without a match. */
    int length() {
        return length;
    }

    /** Log odds of bit 1; 0 without a match, or if the predicted symbol does not remain. */
    float predict(BinaryDecision decision) {
        int symbol = symbol();
        predicted = symbol != NOTHING && decision.contains(symbol) ? decision.bit(symbol) : NOTHING;
        if (predicted == NOTHING) {
            return 0;
        }
        float odds = right.stretched(level());
        return predicted == 1 ? odds : -odds;
    }

    /** Level of the match that predicted the last bit; 0 if none did. */
    int level() {
        if (predicted == NOTHING) {
            return 0;
        }
        return length < 16 ? 1 + length / 2 : Math.min(LEVELS - 1, 8 + length / 16);
    }

    /** Learns the bit that was predicted last. */
    void learn(int bit) {
        if (predicted != NOTHING) {
            right.update(level(), predicted == bit ? 1 : 0);
        }
    }
}
