package charrnn.model.checkpoint;

import charrnn.corpus.Vocabulary;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reads and writes {@code charrnn/vocabulary.json}: {@code {"symbols": ["\ufffd", "\t", "\n", …]}}, each symbol at its
 * index in the network's input and output, so that other programs can read the network's output without charrnn.
 */
final class VocabularyJson {
    /** Maximum number of symbols: the number of indices that {@link charrnn.corpus.EncodedText} can store. */
    static final int MAX_SYMBOLS = 65_536;

    private static final String SYMBOLS = "symbols";

    private VocabularyJson() {}

    static byte[] write(Vocabulary vocabulary) throws JsonProcessingException {
        String[] symbols = IntStream.range(0, vocabulary.size())
                .mapToObj(i -> Character.toString(vocabulary.codePoint(i)))
                .toArray(String[]::new);
        return CheckpointJson.MAPPER.writeValueAsBytes(Map.of(SYMBOLS, symbols));
    }

    /** @throws Refused if the symbols are not the unknown one and then ascending characters */
    static Vocabulary read(ZipImage.Entry entry) {
        JsonNode json = CheckpointJson.tree(entry);
        JsonNode symbols = json.path(SYMBOLS);
        check(json.size() == 1 && symbols.isArray() && symbols.size() > 0 && symbols.size() <= MAX_SYMBOLS, "symbols");
        List<Integer> characters = new ArrayList<>();
        int previous = -1;
        for (int i = 0; i < symbols.size(); i++) {
            String symbol = symbols.get(i).isTextual() ? symbols.get(i).textValue() : "";
            check(symbol.codePoints().count() == 1, "symbol " + i);
            int codePoint = symbol.codePointAt(0);
            checkControl(codePoint, i);
            if (i == Vocabulary.UNKNOWN) {
                check(codePoint == Vocabulary.UNKNOWN_CODE_POINT, "the unknown symbol");
            } else {
                // Half of a surrogate pair is not a character and cannot be printed as UTF-8.
                boolean isCharacter = Character.getType(codePoint) != Character.SURROGATE;
                check(isCharacter && codePoint > previous && codePoint != Vocabulary.UNKNOWN_CODE_POINT, "symbol " + i);
                characters.add(codePoint);
                previous = codePoint;
            }
        }
        return new Vocabulary(characters);
    }

    /** @throws Refused if a symbol is a control character that could control a terminal; no corpus has one */
    static void check(Vocabulary vocabulary) {
        for (int i = 0; i < vocabulary.size(); i++) {
            checkControl(vocabulary.codePoint(i), i);
        }
    }

    /** Refuses control characters except tab, line feed, vertical tab, form feed and carriage return. */
    private static void checkControl(int codePoint, int index) {
        boolean inSources = codePoint >= '\t' && codePoint <= '\r';
        check(
                inSources || !Character.isISOControl(codePoint),
                String.format(Locale.ROOT, "symbol %d, the control character U+%04X", index, codePoint));
    }

    private static void check(boolean right, String what) {
        Refused.unless(right, "its " + Part.VOCABULARY.entry + " is wrong at " + what);
    }
}
