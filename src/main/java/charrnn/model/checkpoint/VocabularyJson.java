package charrnn.model.checkpoint;

import charrnn.corpus.Vocabulary;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
        ArrayNode symbols = CheckpointJson.MAPPER.createArrayNode();
        for (int i = 0; i < vocabulary.size(); i++) {
            symbols.add(Character.toString(vocabulary.codePoint(i)));
        }
        return CheckpointJson.MAPPER.writeValueAsBytes(
                CheckpointJson.MAPPER.createObjectNode().set(SYMBOLS, symbols));
    }

    /** @throws Refused if the symbols are not the unknown one and then ascending characters */
    static Vocabulary read(ZipImage.Entry entry) {
        JsonNode json = CheckpointJson.tree(entry);
        JsonNode symbols = json.path(SYMBOLS);
        check(json.size() == 1 && symbols.isArray() && symbols.size() > 0 && symbols.size() <= MAX_SYMBOLS, "symbols");
        check(codePoint(symbols, Vocabulary.UNKNOWN) == Vocabulary.UNKNOWN_CODE_POINT, "the unknown symbol");
        List<Integer> characters = new ArrayList<>();
        int previous = -1;
        for (int i = 1; i < symbols.size(); i++) {
            int codePoint = codePoint(symbols, i);
            check(codePoint > previous && codePoint != Vocabulary.UNKNOWN_CODE_POINT, "symbol " + i);
            characters.add(codePoint);
            previous = codePoint;
        }
        return new Vocabulary(characters);
    }

    private static int codePoint(JsonNode symbols, int index) {
        String symbol = symbols.get(index).isTextual() ? symbols.get(index).textValue() : "";
        check(symbol.codePoints().count() == 1, "symbol " + index);
        int codePoint = symbol.codePointAt(0);
        // Half of a surrogate pair is not a character and cannot be printed as UTF-8.
        check(Character.getType(codePoint) != Character.SURROGATE, "symbol " + index);
        checkControl(codePoint, index);
        return codePoint;
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
        Refused.unless(right, "its " + Part.VOCABULARY.entry() + " is wrong at " + what);
    }
}
