package charrnn.corpus;

import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the parts' texts together from the files. */
final class PartBuilder {
    private final Split split;
    private final Encoding encoding;
    private final Map<String, FileText> files = new HashMap<>();

    PartBuilder(List<FileText> files, Split split, Encoding encoding) {
        this.split = split;
        this.encoding = encoding;
        files.forEach(file -> this.files.put(file.name(), file));
    }

    Alphabet alphabet() {
        return encoding.alphabet();
    }

    /** Occurrences of each character in a part, [alphabet]. */
    long[] count(Part part) {
        long[] counts = new long[alphabet().size()];
        for (Piece piece : split.of(part)) {
            fileOf(piece).count(piece.from(), piece.end(), encoding.text(), counts);
        }
        return counts;
    }

    /**
     * A part's text in the vocabulary's indices.
     *
     * @param numbers what {@link #count} says of it
     */
    EncodedText text(Part part, Vocabulary vocabulary, long[] numbers) {
        List<Piece> pieces = split.of(part);
        long[] places = new long[pieces.size()];
        long[] starts = new long[pieces.size() + 1];
        for (int i = 0; i < places.length; i++) {
            Piece piece = pieces.get(i);
            places[i] = fileOf(piece).start() + piece.from();
            starts[i + 1] = starts[i] + piece.chars();
        }
        char[] translation = translation(vocabulary);
        long[] counts = new long[vocabulary.size()];
        for (int number = 0; number < numbers.length; number++) {
            counts[translation[number]] += numbers[number];
        }
        return new EncodedText(encoding.text(), places, starts, translation, counts);
    }

    /** The files in use that some others are equal to, by the others' names. */
    SortedMap<String, String> twins(List<FileText> duplicates) {
        Map<String, String> names = new HashMap<>();
        files.values().forEach(file -> names.put(file.sha256(), file.name()));
        SortedMap<String, String> twins = new TreeMap<>();
        duplicates.stream()
                .filter(file -> names.containsKey(file.sha256()))
                .forEach(file -> twins.put(file.name(), names.get(file.sha256())));
        return twins;
    }

    private char[] translation(Vocabulary vocabulary) {
        char[] translation = new char[alphabet().size()];
        for (int number = 0; number < translation.length; number++) {
            translation[number] = (char) vocabulary.indexOf(alphabet().codePoint(number));
        }
        return translation;
    }

    private FileText fileOf(Piece piece) {
        FileText file = files.get(piece.file());
        if (file == null) {
            throw new IllegalStateException(piece.file() + " is not among the files");
        }
        return file;
    }
}
