package charrnn.tools.adapt;

import java.util.Arrays;

/**
 * Finds where the last characters stood before, and foretells what came there. A place is followed for as long as it
 * agrees; how much its word is worth is counted for each length of the agreement.
 */
final class MatchModel {
    /** Levels of the length of an agreement, from 1; 0 is for none. */
    static final int LEVELS = 17;

    private static final int LONGEST = 400; // agreement that is looked for
    private static final int MOST_PLACES = 1 << 24;
    private static final float FIRST_RIGHT = 0.9f;
    private static final int NOTHING = -1;

    private final SymbolHistory history;
    private final int least;
    private final int[] behind; // position behind the last occurrence, by hash; 0 for none
    private final Frequencies right;
    private int at; // position of what is foretold
    private int length; // characters that agree
    private int foretold = NOTHING; // answer to the question asked last

    /** @param least characters that must agree, at least 1 */
    MatchModel(SymbolHistory history, int least) {
        this.history = history;
        this.least = least;
        behind = new int[places(history.capacity())];
        float[] first = new float[LEVELS];
        Arrays.fill(first, FIRST_RIGHT);
        right = new Frequencies(first);
    }

    /** How many hashes are told apart, a power of two. Doubled last: twice 2³⁰ characters would be no int. */
    static int places(int capacity) {
        return 2 * Math.min(MOST_PLACES / 2, Integer.highestOneBit(Math.max(1, capacity)));
    }

    /** Goes on by the character that was added to the history. */
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
            hash = Hash.add(hash, history.last(i));
        }
        return (int) (Hash.scatter(hash) >>> 32) & behind.length - 1;
    }

    private int agreement(int end) {
        int most = Math.min(at, LONGEST);
        int agree = 0;
        while (agree < most && history.at(at - 1 - agree) == history.at(end - 1 - agree)) {
            agree++;
        }
        return agree >= least ? agree : 0;
    }

    /** The symbol that is foretold; −1 for none. */
    int symbol() {
        return length == 0 ? NOTHING : history.at(at);
    }

    /** How many characters agree; 0 where nothing is foretold. */
    int length() {
        return length;
    }

    /** Log odds of yes; 0 where nothing is foretold, or another symbol is asked about. */
    float ask(BinaryDecision question) {
        int symbol = symbol();
        foretold = symbol != NOTHING && question.asksAbout(symbol) ? question.answer(symbol) : NOTHING;
        if (foretold == NOTHING) {
            return 0;
        }
        float odds = right.stretched(level());
        return foretold == 1 ? odds : -odds;
    }

    /** Level of the agreement that the last opinion came from; 0 where there was none. */
    int level() {
        if (foretold == NOTHING) {
            return 0;
        }
        return length < 16 ? 1 + length / 2 : Math.min(LEVELS - 1, 8 + length / 16);
    }

    /** Learns the answer to the question asked last. */
    void learn(int answer) {
        if (foretold != NOTHING) {
            right.count(level(), foretold == answer ? 1 : 0);
        }
    }
}
