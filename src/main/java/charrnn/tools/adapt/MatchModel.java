package charrnn.tools.adapt;

import java.io.IOException;
import java.util.Arrays;

/**
 * Predicts that the text continues as after the last occurrence of the same characters. A match is extended while its
 * predictions are right; the probability of a right prediction is estimated for each level of its length.
 */
final class MatchModel {
    /** Number of levels of a match's length, of which 0 means no match. */
    static final int LEVELS = 17;

    private static final int MAX_LENGTH = 400; // longer matches are counted as this length
    private static final int MAX_SLOTS = 1 << 24;
    private static final float INITIAL_PROBABILITY = 0.9f;
    private static final int NONE = -1;

    private final SymbolHistory history;
    private final int minLength; // at least 1
    private final IntTable lastEnds; // position after the last occurrence, by hash; 0 for none
    private final AdaptiveProbability matchIsRight;
    private final boolean branch;
    private int at; // position of the predicted symbol
    int length; // characters that agree; 0 without a match
    private int predicted = NONE; // the bit predicted last

    MatchModel(SymbolHistory history, int minLength) {
        this.history = history;
        this.minLength = minLength;
        lastEnds = new IntTable(slots(history.capacity()));
        float[] first = new float[LEVELS];
        Arrays.fill(first, INITIAL_PROBABILITY);
        matchIsRight = new AdaptiveProbability(first);
        branch = false;
    }

    /** A copy with a branch of the history, see {@link IntTable}. */
    static MatchModel copy(MatchModel from) {
        return new MatchModel(from, false);
    }

    /** A model with the same match and a branch of the history. It finds no matches in what is added to the branch. */
    static MatchModel branch(MatchModel from) {
        return new MatchModel(from, true);
    }

    private MatchModel(MatchModel from, boolean branch) {
        history = new SymbolHistory(from.history);
        this.branch = branch;
        lastEnds = branch ? from.lastEnds : new IntTable(from.lastEnds);
        matchIsRight = branch ? from.matchIsRight : new AdaptiveProbability(from.matchIsRight);
        minLength = from.minLength;
        at = from.at;
        length = from.length;
    }

    SymbolHistory history() {
        return history;
    }

    /** Size of the table, a power of two. It is doubled last, since 2³¹ exceeds an int. */
    static int slots(int capacity) {
        return 2 * Math.min(MAX_SLOTS / 2, Integer.highestOneBit(Math.max(1, capacity)));
    }

    /** To be called after {@link SymbolHistory#transfer}. */
    void transfer(StateStream state) throws IOException {
        lastEnds.transfer(state, end -> end >= 0 && end <= history.length());
        length = state.number(length, Math.min(MAX_LENGTH, history.length()));
        at = state.number(at, Math.max(0, history.length() - Math.min(length, 1)));
        matchIsRight.transfer(state);
    }

    void add(int symbol) {
        history.add(symbol);
        advance(history.length());
    }

    /**
     * Updates the match for the next character of the history.
     *
     * @param end position after the character
     */
    void advance(int end) {
        if (length > 0 && history.at(at) == history.at(end - 1)) {
            at++;
            length = Math.min(MAX_LENGTH, length + 1);
        } else {
            length = 0;
        }
        if (end >= minLength) {
            int slot = slot(end);
            if (length == 0) {
                at = lastEnds.get(slot);
                length = agreement(end);
            }
            if (!branch) {
                lastEnds.set(slot, end);
            }
        }
    }

    private int slot(int end) {
        long hash = 0;
        for (int i = 0; i < minLength; i++) {
            hash = SymbolHistory.hash(hash, history.at(end - 1 - i));
        }
        return (int) (SymbolHistory.finalizeHash(hash) >>> 32) & lastEnds.size() - 1;
    }

    private int agreement(int end) {
        int most = Math.min(at, MAX_LENGTH);
        int agree = 0;
        while (agree < most && history.at(at - 1 - agree) == history.at(end - 1 - agree)) {
            agree++;
        }
        return agree >= minLength ? agree : 0;
    }

    /** The predicted symbol; −1 for none. */
    int symbol() {
        return length == 0 ? NONE : history.at(at);
    }

    /** Log odds of bit 1; 0 without a match, or if the predicted symbol is no longer possible. */
    float predict(BinaryDecision decision) {
        int symbol = symbol();
        predicted = symbol != NONE && decision.contains(symbol) ? decision.bit(symbol) : NONE;
        if (predicted == NONE) {
            return 0;
        }
        float odds = matchIsRight.logOdds(level());
        return predicted == 1 ? odds : -odds;
    }

    /** Level of the match that predicted the last bit; 0 if none predicted it. */
    int level() {
        if (predicted == NONE) {
            return 0;
        }
        return length < 16 ? 1 + length / 2 : Math.min(LEVELS - 1, 8 + length / 16);
    }

    /** Learns the bit that was predicted last. */
    void learn(int bit) {
        if (predicted != NONE) {
            matchIsRight.update(level(), predicted == bit ? 1 : 0);
        }
    }
}
