package charrnn.match;

import charrnn.corpus.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a text predicts for its next character, while it is read: by matches and, if the network reads them, by {@link
 * RecentNames}.
 *
 * <p>Matches are earlier occurrences of the last characters, with the character that followed each (a match model, Mahoney 2005,
 * "Adaptive weighing of context models for lossless data compression").
 *
 * <p>A match has at least a minimum length, the number of equal characters. It is followed from character to character while its
 * predictions are right, and is replaced by the most recent occurrence if that is as long or longer. The first match is also
 * searched in a {@link MatchMemory}, where it must be longer than in the text. A match is a repetition if its length is at least
 * its distance: the text repeats its last characters. The result depends only on the memory and on the characters since the
 * beginning of the text.
 *
 * <p>A text is forgotten after {@link #CAPACITY} characters, so that memory is bounded. Not thread-safe.
 */
public final class TextHistory {
    /** Number of characters after which the history begins again; only longer files are affected. */
    static final int CAPACITY = 1 << 19;

    /** Longest length that is counted; so a repetition has at most this period. */
    private static final int MAX_LENGTH = 400;

    /** Longest match that counts within a run of one character in a written name. */
    static final int MAX_RUN = 4;

    private final InputEncoding encoding;
    private final @Nullable MatchMemory memory;
    private final MatchIndex text;
    private final List<Match> matches = new ArrayList<>();
    private int writtenFrom = Integer.MAX_VALUE; // position of the first character that the network wrote
    private final boolean[] isLetter; // whether each symbol is a character of names
    private final RecentNames names;

    TextHistory(InputEncoding encoding, Vocabulary vocabulary, @Nullable MatchMemory memory) {
        this.encoding = encoding;
        isLetter = letters(vocabulary);
        names = new RecentNames();
        this.memory = memory;
        text = new MatchIndex(encoding.minimumLengths(), 0);
        encoding.minimumLengths().forEach(minimum -> matches.add(new Match(minimum, text)));
    }

    private TextHistory(TextHistory other) {
        encoding = other.encoding;
        memory = other.memory;
        text = new MatchIndex(other.text);
        writtenFrom = other.writtenFrom;
        isLetter = other.isLetter;
        names = new RecentNames(other.names);
        other.matches.forEach(match -> matches.add(match.copy(match.source == other.text ? text : match.source)));
    }

    private static boolean[] letters(Vocabulary vocabulary) {
        boolean[] letters = new boolean[vocabulary.size()];
        for (int symbol = 0; symbol < letters.length; symbol++) {
            int character = vocabulary.codePoint(symbol);
            letters[symbol] = character == '_' || Character.isLetterOrDigit(character);
        }
        return letters;
    }

    /** A history that continues from here on its own. */
    public TextHistory copy() {
        return new TextHistory(this);
    }

    /**
     * Marks what follows as written by the network itself. A match in that text counts only inside of a name, where its last
     * character and the predicted one are characters of names, and only if it is no repetition. Without this, a network copies its
     * own lines, and parts of names, again and again: it learned to trust long matches from files, which rarely repeat their lines
     * (docs/how-it-works/matches.md). A run of one character in a name, such as the zeros of a number, counts as in a file while it
     * is short: without its match, a network does not notice the run, and with it a young network does not end it. A name that was
     * written twice in a row is no recent name.
     */
    public void beginWriting() {
        writtenFrom = Math.min(writtenFrom, text.length());
    }

    /** Forgets the text, and that it is written. */
    public void clear() {
        writtenFrom = Integer.MAX_VALUE;
        forget();
    }

    private void forget() {
        text.clear();
        names.clear();
        matches.forEach(match -> match.length = 0);
    }

    /**
     * Reads the next character of the text.
     *
     * @param inputs receives what the network reads at this position, see {@link InputEncoding}
     * @param at index of the first number
     */
    public void read(int symbol, int[] inputs, int at) {
        inputs[at] = symbol;
        if (encoding.activeInputs() == 1) {
            return;
        }
        if (text.length() == CAPACITY) {
            writtenFrom = writtenFrom == Integer.MAX_VALUE ? writtenFrom : 0;
            forget();
        }
        text.append((char) symbol);
        for (int i = 0; i < matches.size(); i++) {
            Match match = matches.get(i);
            match.follow((char) symbol);
            match.replaceIfLonger(text, text.findAndReplace(i), text);
            if (i == 0 && memory != null) {
                for (int table = 0; table < memory.tables(); table++) {
                    match.replaceIfLonger(memory.index(), memory.index().find(table, text), text);
                }
            }
            if (isHidden(match, symbol)) {
                encoding.write(i, Vocabulary.UNKNOWN, 0, false, inputs, at);
            } else {
                encoding.write(i, match.predicted(), match.length, match.isRepetition(text), inputs, at);
            }
        }
        if (encoding.names()) {
            names.read((char) symbol, isLetter[symbol], text.length() > writtenFrom);
            encoding.write(names, inputs, at);
        }
    }

    private boolean isHidden(Match match, int symbol) {
        boolean ofWritten = match.source == text && match.position >= writtenFrom;
        boolean isRun = text.length() - match.position == 1 && match.length <= MAX_RUN;
        boolean isInName = isLetter[symbol] && isLetter[match.predicted()];
        return ofWritten && (!isInName || match.isRepetition(text) && !isRun);
    }

    /** The match of one minimum length. */
    private static final class Match {
        private final int minimum;
        private MatchIndex source; // where it is: the text or the memory
        private int position; // of the predicted character
        private int length; // number of equal characters before it, up to MAX_LENGTH; 0 without a match

        Match(int minimum, MatchIndex source) {
            this.minimum = minimum;
            this.source = source;
        }

        Match copy(MatchIndex copiedSource) {
            Match copy = new Match(minimum, copiedSource);
            copy.position = position;
            copy.length = length;
            return copy;
        }

        /** Compares the prediction with the character that followed, the last one of the text. */
        void follow(char symbol) {
            if (length > 0) {
                boolean right = source.at(position) == symbol;
                position++;
                length = right && source.hasNext(position) ? Math.min(length + 1, MAX_LENGTH) : 0;
            }
        }

        /**
         * Takes an occurrence of the last characters of a text if it is longer. At equal length, the text wins over the memory, and
         * the occurrence over the one that is followed in the same source.
         *
         * @param index where it is
         * @param end position after it; 0 for none
         */
        void replaceIfLonger(MatchIndex index, int end, MatchIndex text) {
            boolean isFollowed = length > 0 && index == source && end == position;
            if (end > 0 && index.hasNext(end) && !isFollowed) {
                int common = index.commonLength(end, text, MAX_LENGTH);
                boolean isPreferred = index == text || index == source;
                if (common >= minimum && (isPreferred ? common >= length : common > length)) {
                    source = index;
                    position = end;
                    length = common;
                }
            }
        }

        boolean isRepetition(MatchIndex text) {
            return length > 0 && source == text && length >= text.length() - position;
        }

        int predicted() {
            return length == 0 ? Vocabulary.UNKNOWN : source.at(position);
        }
    }
}
