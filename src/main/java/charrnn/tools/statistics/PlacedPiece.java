package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A piece of a file and its position in the corpus.
 *
 * @param text the text of the part that contains the piece
 * @param start position of its first character in {@code text}
 */
record PlacedPiece(Piece piece, EncodedText text, long start) {
    private static final int WINDOW = 1 << 14;

    /** Lists all pieces of a corpus, part by part. */
    static List<PlacedPiece> of(Corpus corpus) {
        List<PlacedPiece> pieces = new ArrayList<>();
        for (Part part : Part.values()) {
            EncodedText text = corpus.text(part);
            long start = 0;
            for (Piece piece : corpus.split().of(part)) {
                pieces.add(new PlacedPiece(piece, text, start));
                start += piece.chars();
            }
        }
        return pieces;
    }

    /** Passes the vocabulary index of each character to a consumer. */
    void read(IntConsumer consumer) {
        long end = start + piece.chars();
        for (long at = start; at < end; at += WINDOW) {
            for (int symbol : text.read(at, (int) Math.min(WINDOW, end - at))) {
                consumer.accept(symbol);
            }
        }
    }
}
