package charrnn.tools.cells;

import charrnn.files.StrictJson;
import charrnn.model.LanguageModel;
import charrnn.tools.cells.Probe.Finding;
import charrnn.tools.cells.Probe.Finding.Detector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The activations of a network's units on a text, and the units that follow its features.
 *
 * @param checkpoint the checkpoint's file name, for display
 * @param text the text's file name, for display
 */
public record CellReport(
        String checkpoint, String text, List<Integer> hiddenSizes, Recording recording, List<Finding> findings) {
    /** The shortest text, in characters, whose features are searched. */
    public static final int MIN_LENGTH = 1000;

    /** Estimated memory for features, ranks and predictions. */
    private static final long OTHER_BYTES_PER_CHARACTER = 1600;

    /**
     * Records a network on a text and searches for the units that follow its features.
     *
     * @param codePoints the text; there are no findings if it is shorter than {@value #MIN_LENGTH}
     */
    public static CellReport of(String checkpoint, String text, LanguageModel network, int[] codePoints) {
        Recording recording = Recording.of(network, codePoints);
        List<Finding> findings =
                codePoints.length < MIN_LENGTH ? List.of() : Probe.search(recording, Feature.of(codePoints));
        return new CellReport(checkpoint, text, network.hiddenSizes(), recording, findings);
    }

    /** Estimated memory of a report. */
    public static long bytes(List<Integer> hiddenSizes, int length) {
        long units = hiddenSizes.stream().mapToLong(Integer::longValue).sum();
        return (units * 2 * Float.BYTES + OTHER_BYTES_PER_CHARACTER) * length;
    }

    /** The report as JSON; associations are AUCs for conditions and rank correlations for quantities. */
    public ObjectNode toJson() {
        ObjectNode json = StrictJson.object()
                .put("checkpoint", checkpoint)
                .put("text", text)
                .put("chars", recording.text().length)
                .put("bitsPerChar", recording.bitsPerCharacter());
        hiddenSizes.forEach(json.putArray("layers")::add);
        json.putArray("features");
        findings.forEach(finding -> json.withArray("features").add(toJson(finding)));
        return json;
    }

    private static ObjectNode toJson(Finding finding) {
        ObjectNode json = StrictJson.object()
                .put("name", finding.feature().name())
                .put("measure", finding.feature().numeric() ? "correlation" : "AUC")
                .put("mean", finding.feature().mean());
        if (finding.isMeasured()) {
            json.put("chance", finding.displayed(finding.chance()));
        }
        json.putArray("units");
        for (Detector detector : finding.best()) {
            json.withArray("units")
                    .addObject()
                    .put("layer", detector.signal().layer())
                    .put("unit", detector.signal().unit())
                    .put("value", detector.signal().kind().toString())
                    .put("chosen", finding.displayed(detector.chosen()))
                    .put("heldOut", finding.displayed(detector.heldOut()));
        }
        return json;
    }
}
