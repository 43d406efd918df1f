package charrnn.corpus;

import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the parts' texts together from the files. */
final class Assembly {
    private final Split split;
    private final Alphabet alphabet;
    private final Map<String, IndexBuffer> texts = new HashMap<>();

    Assembly(List<FileText> files, Split split, Alphabet alphabet) {
        this.split = split;
        this.alphabet = alphabet;
        files.forEach(file -> texts.put(file.name(), file.text()));
    }

    /** Occurrences of each character in a part, [alphabet]. */
    long[] count(Part part) {
        long[] counts = new long[alphabet.size()];
        for (Piece piece : split.of(part)) {
            IndexBuffer text = textOf(piece);
            for (int i = piece.from(); i < piece.end(); i++) {
                counts[text.at(i)]++;
            }
        }
        return counts;
    }

    /**
     * A part's text in the vocabulary's indices. The files' texts are used up, so each part can be had once, and in the
     * order of {@link Part}, as parts of one file follow each other in that order.
     */
    EncodedText moveOut(Part part, Vocabulary vocabulary) {
        int[] translation = new int[alphabet.size()];
        Arrays.setAll(translation, number -> vocabulary.indexOf(alphabet.codePoint(number)));
        IndexBuffer target = new IndexBuffer();
        for (Piece piece : split.of(part)) {
            textOf(piece).moveTo(target, translation, piece.from(), piece.end());
        }
        return target.toText();
    }

    private IndexBuffer textOf(Piece piece) {
        IndexBuffer text = texts.get(piece.file());
        if (text == null) {
            throw new IllegalStateException(piece.file() + " is not among the files");
        }
        return text;
    }
}
