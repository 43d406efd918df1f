package charrnn.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Searches a stream of tokens for stop strings. Passes the tokens on, except a complete stop string, and holds back a
 * possible beginning of one.
 */
final class StopStrings {
    private final List<Search> searches;
    private final Consumer<Token> out;
    private final List<Token> held = new ArrayList<>();

    /** @param stops non-empty strings */
    StopStrings(List<String> stops, Consumer<Token> out) {
        this.searches = stops.stream()
                .map(stop -> new Search(stop.codePoints().toArray()))
                .toList();
        this.out = out;
    }

    /** Takes the next token. Returns whether it completes a stop string; it must then be the last token. */
    boolean completedBy(Token token) {
        held.add(token);
        int possible = 0;
        int complete = 0;
        for (Search search : searches) {
            search.advance();
            possible = Math.max(possible, search.matched);
            complete = Math.max(complete, search.matched == search.stop.length ? search.matched : 0);
        }
        releaseAllBut(complete > 0 ? complete : possible);
        return complete > 0;
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

    private final class Search {
        private final int[] stop; // code points
        private int matched; // length of the longest suffix of the held tokens that is a prefix of the stop string

        Search(int[] stop) {
            this.stop = stop;
        }

        /** Updates {@link #matched} after a token. */
        void advance() {
            matched++;
            while (!heldEndMatches()) {
                matched--;
            }
        }

        private boolean heldEndMatches() {
            int from = held.size() - matched;
            for (int i = matched - 1; i >= 0; i--) {
                if (held.get(from + i).codePoint() != stop[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
