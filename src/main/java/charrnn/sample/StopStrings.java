package charrnn.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Searches a stream of tokens for stop strings. Passes the tokens on, except a complete stop string, and holds back a
 * possible beginning of one.
 */
final class StopStrings {
    private final List<int[]> stops; // code points
    private final int[] matched; // for each stop string, length of its longest prefix with which the held tokens end
    private final Consumer<Token> out;
    private final List<Token> held = new ArrayList<>();

    /** @param stops non-empty strings */
    StopStrings(List<String> stops, Consumer<Token> out) {
        this.stops = stops.stream().map(stop -> stop.codePoints().toArray()).toList();
        this.matched = new int[stops.size()];
        this.out = out;
    }

    /** Takes the next token. Returns whether it completes a stop string; it must then be the last token. */
    boolean completedBy(Token token) {
        held.add(token);
        int possible = 0;
        int complete = 0;
        for (int i = 0; i < matched.length; i++) {
            int[] stop = stops.get(i);
            matched[i]++;
            while (!heldEndsWith(stop, matched[i])) {
                matched[i]--;
            }
            possible = Math.max(possible, matched[i]);
            complete = Math.max(complete, matched[i] == stop.length ? matched[i] : 0);
        }
        releaseAllBut(complete > 0 ? complete : possible);
        return complete > 0;
    }

    private boolean heldEndsWith(int[] stop, int length) {
        int from = held.size() - length;
        for (int i = length - 1; i >= 0; i--) {
            if (held.get(from + i).codePoint() != stop[i]) {
                return false;
            }
        }
        return true;
    }

    /** Passes on the tokens that are held back, when the text ends. */
    void release() {
        releaseAllBut(0);
    }

    private void releaseAllBut(int count) {
        List<Token> released = held.subList(0, held.size() - count);
        released.forEach(out);
        released.clear();
    }
}
