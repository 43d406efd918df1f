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
    private final Consumer<Token> out;
    private final List<Token> held = new ArrayList<>();

    StopStrings(List<String> stops, Consumer<Token> out) {
        this.stops = stops.stream().map(stop -> stop.codePoints().toArray()).toList();
        this.out = out;
    }

    /** Takes the next token. Returns whether it completes a stop string; it must then be the last token. */
    boolean completedBy(Token token) {
        held.add(token);
        int possible = 0;
        int complete = 0;
        for (int[] stop : stops) {
            int matched = Math.min(stop.length, held.size());
            while (!heldEndsWith(stop, matched)) {
                matched--;
            }
            possible = Math.max(possible, matched);
            complete = Math.max(complete, matched == stop.length ? matched : 0);
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
