package charrnn.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes tokens on until one of some strings is complete, which it swallows. A possible beginning of a string is held
 * back. Each string is searched for with the algorithm of Knuth, Morris and Pratt (1977, "Fast pattern matching in
 * strings").
 */
final class StopStrings {
    private final List<Search> searches;
    private final Consumer<Token> out;
    private final Deque<Token> held = new ArrayDeque<>();

    /** @param stops none of them empty */
    StopStrings(List<String> stops, Consumer<Token> out) {
        this.searches = stops.stream().map(Search::new).toList();
        this.out = out;
    }

    /** Takes the next token and returns whether it completes a string. After that the method may not be called again. */
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

    /** Passes on the tokens that are held back, at the end of the text. */
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
        private final int[] border; // of the first n of them: longest proper beginning that is also their end
        private int matched;

        Search(String text) {
            string = text.codePoints().toArray();
            border = new int[string.length + 1];
            for (int n = 1; n < string.length; n++) {
                border[n + 1] = extended(border[n], string[n]);
            }
        }

        /** Length of the longest match after a further character, given that of the match before. */
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
