package charrnn.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Searches a stream of tokens for stop strings. Passes tokens on, but holds back a possible beginning of a stop string
 * and drops a complete one. The search is that of Knuth, Morris and Pratt (1977, "Fast pattern matching in strings").
 */
final class StopStrings {
    private final List<Search> searches;
    private final Consumer<Token> out;
    private final Deque<Token> held = new ArrayDeque<>();

    /** @param stops non-empty strings */
    StopStrings(List<String> stops, Consumer<Token> out) {
        this.searches = stops.stream().map(Search::new).toList();
        this.out = out;
    }

    /** Takes the next token. Returns whether it completes a stop string; the method may then not be called again. */
    boolean completedBy(Token token) {
        held.add(token);
        int possible = 0;
        int complete = 0;
        for (Search search : searches) {
            search.advance(token.codePoint());
            possible = Math.max(possible, search.matched);
            complete = Math.max(complete, search.isComplete() ? search.matched : 0);
        }
        releaseAllBut(complete > 0 ? complete : possible);
        return complete > 0;
    }

    /** Passes on the tokens that are held back, when the text ends. */
    void release() {
        releaseAllBut(0);
    }

    private void releaseAllBut(int count) {
        while (held.size() > count) {
            out.accept(held.remove());
        }
    }

    private static final class Search {
        private final int[] string; // code points
        private final int[] border; // [n]: length of the longest proper prefix of the first n that is also their suffix
        private int matched;

        Search(String text) {
            string = text.codePoints().toArray();
            border = new int[string.length + 1];
            for (int n = 1; n < string.length; n++) {
                border[n + 1] = extended(border[n], string[n]);
            }
        }

        /** Length of the longest match after another character, given the length of the previous match. */
        private int extended(int length, int codePoint) {
            int match = length;
            while (match > 0 && string[match] != codePoint) {
                match = border[match];
            }
            return string[match] == codePoint ? match + 1 : 0;
        }

        void advance(int codePoint) {
            matched = extended(matched, codePoint);
        }

        boolean isComplete() {
            return matched == string.length;
        }
    }
}
