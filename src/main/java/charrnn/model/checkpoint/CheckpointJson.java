package charrnn.model.checkpoint;

import charrnn.corpus.Vocabulary;
import charrnn.files.StrictJson;
import charrnn.message.TerminalText;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads and writes the JSON of a checkpoint: indented ASCII, read strictly, with limits of depth and length. */
final class CheckpointJson {
    /** Version of the format of all charrnn/ entries; a change that an older charrnn would misread increments it. */
    static final int FORMAT = 2;

    /** Maximum number of symbols: the number of indices that {@link charrnn.corpus.EncodedText} can store. */
    static final int MAX_SYMBOLS = 65_536;

    /** Maximum of the numbers other than seed and chars, so that counting on never overflows an int. */
    private static final double MAX_NUMBER = 1e9;

    private static final String FORMAT_KEY = "formatVersion";
    private static final String SYMBOLS = "symbols";

    static final JsonMapper MAPPER = StrictJson.builder(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(1000)
                    .maxNameLength(100)
                    .maxNumberLength(40)
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new Jdk8Module())
            .withConfigOverride(
                    OptionalDouble.class, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET)))
            .build();

    private CheckpointJson() {}

    /** @throws Refused if the entry is not one JSON value, names a key twice, or exceeds the limits */
    static JsonNode tree(Entry entry) {
        try {
            return MAPPER.readTree(entry.text());
        } catch (JsonProcessingException e) {
            throw Refused.because("its entry " + entry.name().path + " is not the JSON that charrnn writes: "
                    + TerminalText.line(e.getOriginalMessage(), 100));
        }
    }

    /** {@code charrnn/progress.json}: the fields of {@link Progress}, after the version of the format. */
    static byte[] writeProgress(Progress progress) throws JsonProcessingException {
        ObjectNode json = MAPPER.createObjectNode().put(FORMAT_KEY, FORMAT);
        json.setAll((ObjectNode) MAPPER.valueToTree(progress));
        return MAPPER.writeValueAsBytes(json);
    }

    /** @throws Refused if the format is newer, or a field is missing, unknown or wrong */
    static Progress readProgress(JsonNode json) {
        JsonNode format = json.path(FORMAT_KEY);
        Refused.unless(
                format.isIntegralNumber() && format.asLong() >= 1,
                "its " + EntryName.PROGRESS.path + " has no valid " + FORMAT_KEY);
        if (!format.canConvertToInt() || format.intValue() > FORMAT) {
            throw Refused.with("was made by a newer charrnn (format " + TerminalText.line(format.asText(), 100)
                    + "), this one reads format " + FORMAT);
        }
        ObjectNode fields = json.deepCopy();
        fields.remove(FORMAT_KEY);
        if (isOfEarlierFormat(json)) { // lacks course and sinceReport, which only a resume needs
            fields.set("course", MAPPER.valueToTree(Progress.Control.NEW));
            fields.set("sinceReport", MAPPER.valueToTree(Progress.SinceReport.NOTHING));
        }
        checkNumbers(fields, "");
        try {
            Progress read = checked(MAPPER.treeToValue(fields, Progress.class));
            JsonNode known = MAPPER.valueToTree(read); // Jackson accepts unknown fields beside an unwrapped record
            fields.fieldNames().forEachRemaining(name -> Refused.unless(known.has(name), wrong(name)));
            return read;
        } catch (JsonMappingException e) {
            throw Refused.because(wrong(e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .collect(Collectors.joining("."))));
        } catch (JsonProcessingException e) {
            throw Refused.because("its " + EntryName.PROGRESS.path + " is wrong");
        }
    }

    static boolean isOfEarlierFormat(JsonNode progress) {
        return progress.path(FORMAT_KEY).asInt() < FORMAT;
    }

    /**
     * Refuses numbers other than the seed that are negative or too large, and text outside of the origin: Jackson reads
     * "NaN" as a number.
     */
    private static void checkNumbers(JsonNode json, String path) {
        json.properties().forEach(field -> {
            String place = path + field.getKey();
            JsonNode value = field.getValue();
            double number = value.asDouble();
            double most = place.equals("chars") ? 1e18 : MAX_NUMBER;
            boolean allowed = place.equals("seed") || (number >= 0 && number <= most);
            if (value.isTextual() ? !path.equals("origin.") : value.isNumber() && !allowed) {
                throw Refused.because(wrong(place));
            }
            checkNumbers(value, place + ".");
        });
    }

    /** Refuses numbers that contradict each other, with which a resume would fail or give another network. */
    private static Progress checked(Progress it) {
        long best = it.losses().bestStep();
        boolean hasBest = it.losses().bestValidationBpc().isPresent();
        double rise =
                it.control().smoothedBpc().orElse(0) - it.control().lowestBpc().orElse(0);
        int since = it.sinceReport().steps();
        Refused.unless((best == 0 || hasBest) && best <= it.step(), wrong("scores.bestStep"));
        Refused.unless(it.control().validationsSinceBest() <= it.step() - best, wrong("course.validationsSinceBest"));
        Refused.unless(it.control().rateFactor() <= 1, wrong("course.rateFactor"));
        // 16 bits: log2(MAX_SYMBOLS); a run that rose further was rolled back
        Refused.unless(rise >= 0 && rise <= 16, wrong("course.smoothedBpc"));
        Refused.unless(since <= it.step() && (since > 0 || it.sinceReport().bits() == 0), wrong("sinceReport"));
        return it;
    }

    private static String wrong(String path) {
        return "its " + EntryName.PROGRESS.path + " is wrong at '" + TerminalText.line(path, 100) + "'";
    }

    /**
     * {@code charrnn/vocabulary.json}: {@code {"symbols": ["\ufffd", "\t", "\n", …]}}, each symbol at its index in the
     * network's input and output, so that other programs can read the network's output without charrnn.
     */
    static byte[] writeVocabulary(Vocabulary vocabulary) throws JsonProcessingException {
        String[] symbols = IntStream.range(0, vocabulary.size())
                .mapToObj(i -> Character.toString(vocabulary.codePoint(i)))
                .toArray(String[]::new);
        return MAPPER.writeValueAsBytes(Map.of(SYMBOLS, symbols));
    }

    /** @throws Refused if the symbols are not the unknown one and then ascending characters */
    static Vocabulary readVocabulary(Entry entry) {
        JsonNode json = tree(entry);
        JsonNode symbols = json.path(SYMBOLS);
        check(json.size() == 1 && symbols.isArray() && symbols.size() > 0 && symbols.size() <= MAX_SYMBOLS, "symbols");
        List<Integer> codePoints = new ArrayList<>();
        for (JsonNode symbol : symbols) {
            check(symbol.asText().codePoints().count() == 1, "symbol " + codePoints.size());
            codePoints.add(symbol.asText().codePointAt(0));
        }
        Vocabulary vocabulary = new Vocabulary(codePoints); // in its own order, each symbol once
        for (int i = 0; i < symbols.size(); i++) {
            checkControl(codePoints.get(i), i);
            // Half of a surrogate pair is not a character and cannot be printed as UTF-8.
            boolean isCharacter = Character.getType(codePoints.get(i)) != Character.SURROGATE;
            boolean isInOrder = i < vocabulary.size() && vocabulary.codePoint(i) == codePoints.get(i);
            check(symbols.get(i).isTextual() && isCharacter && isInOrder, "symbol " + i);
        }
        return vocabulary;
    }

    /** Refuses a control character, which could control a terminal; no corpus has one. */
    private static void checkControl(int codePoint, int index) {
        check(
                !TerminalText.isControl(codePoint),
                String.format(Locale.ROOT, "symbol %d, the control character U+%04X", index, codePoint));
    }

    private static void check(boolean right, String what) {
        Refused.unless(right, "its " + EntryName.VOCABULARY.path + " is wrong at " + what);
    }
}
