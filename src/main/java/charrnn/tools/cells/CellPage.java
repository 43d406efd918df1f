package charrnn.tools.cells;

import charrnn.files.AtomicFile;
import charrnn.sample.Token.Alternative;
import charrnn.tools.cells.Probe.Finding;
import charrnn.tools.cells.Recording.Signal;
import charrnn.tools.page.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes an HTML page that shows part of a text, coloured by the activation of any unit or by the bits of each character. The
 * page is one file, with two bytes per unit and character. Cell states are shown as tanh c, from -1 to 1, as in the figure of
 * Karpathy et al.; this is the value that the output gate scales.
 */
public final class CellPage {
    private CellPage() {}

    /**
     * Writes a page atomically.
     *
     * @param shown the largest number of characters on the page, from the middle of the text
     * @throws IOException if the file cannot be written
     */
    public static void write(CellReport report, int shown, Path out) throws IOException {
        String page = Page.of(
                "charrnn cells",
                CellPage.class,
                "cells.css",
                List.of("characters.js", "cells.js"),
                data(report, shown));
        AtomicFile.writeString(out, page);
    }

    /**
     * Returns the data of a page: the report, and the values of each unit as {@link PackedValues}, h before c.
     *
     * @param shown the largest number of characters, from the middle of the text
     */
    public static ObjectNode data(CellReport report, int shown) {
        int[] text = report.recording().text();
        int from = begin(text, shown);
        int to = Math.min(text.length, from + shown);
        ObjectNode data = report.toJson()
                .put("from", from)
                .put("shown", new String(text, from, to - from))
                .put("digits", PackedValues.DIGITS);
        addFeatures(data, report.findings(), from, to);
        addSignals(data, report.recording(), from, to);
        addPredictions(data, report.recording(), from, to);
        return data;
    }

    /** Start of the line in which the middle part begins; 0 if the whole text is shown. */
    private static int begin(int[] text, int shown) {
        int begin = Math.max(0, (text.length - shown) / 2);
        while (begin > 0 && text[begin - 1] != '\n') {
            begin--;
        }
        return begin;
    }

    private static void addFeatures(ObjectNode data, List<Finding> findings, int from, int to) {
        for (int i = 0; i < findings.size(); i++) {
            ArrayNode values = ((ObjectNode) data.withArray("features").get(i)).putArray("values");
            float[] all = findings.get(i).feature().values();
            for (int t = from; t < to; t++) {
                values.add((int) all[t]);
            }
        }
    }

    private static void addSignals(ObjectNode data, Recording recording, int from, int to) {
        for (int i = 0; i < recording.signals().size(); i++) {
            float[] values = Arrays.copyOfRange(recording.values()[i], from, to);
            if (recording.signals().get(i).kind() == Signal.Kind.C) {
                for (int t = 0; t < values.length; t++) {
                    values[t] = (float) Math.tanh(values[t]);
                }
            }
            PackedValues packed = PackedValues.of(values);
            data.withArray("signals")
                    .addArray()
                    .add(rounded(packed.low()))
                    .add(rounded(packed.high()))
                    .add(packed.digits());
        }
    }

    private static void addPredictions(ObjectNode data, Recording recording, int from, int to) {
        ArrayNode bits = data.putArray("bits");
        ArrayNode predictions = data.putArray("predictions");
        for (int t = from; t < to; t++) {
            bits.add(rounded(recording.bits(t)));
            ArrayNode likely = predictions.addArray();
            for (Alternative alternative : recording.tokens().get(t).likeliest()) {
                likely.add(Character.toString(alternative.codePoint()))
                        .add(rounded(Math.exp(alternative.logProbability())));
            }
        }
    }

    private static JsonNode rounded(double value) {
        return Page.number(value, 4);
    }

    /**
     * Numbers as text, one character each: the index of the character in {@link #DIGITS} is the number's position between the
     * lowest and the highest. This takes half the space of decimal numbers, and a quarter less than bytes in base64.
     */
    record PackedValues(float low, float high, String digits) {
        /** The visible ASCII characters, without those that JSON must escape and {@code <}, which HTML scripts must escape. */
        static final String DIGITS =
                "!#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

        static PackedValues of(float[] values) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            StringBuilder digits = new StringBuilder(values.length);
            for (float value : values) {
                float share = high > low ? (value - low) / (high - low) : 0;
                digits.append(DIGITS.charAt(Math.round(share * (DIGITS.length() - 1))));
            }
            return new PackedValues(low, high, digits.toString());
        }
    }
}
