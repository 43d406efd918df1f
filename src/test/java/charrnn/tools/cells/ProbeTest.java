package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.grammar.CScanner;
import charrnn.grammar.CScanner.Region;
import charrnn.tools.cells.Probe.Finding;
import charrnn.tools.cells.Probe.Finding.Detector;
import charrnn.tools.cells.Recording.Signal;
import charrnn.tools.cells.Recording.Signal.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The search finds units that follow a feature, and nothing in noise. */
class ProbeTest {
    private static final Signal QUOTES = new Signal(1, 4, Kind.C);

    private static List<Finding> search(String text, Signal signal, ToDoubleFunction<CScanner> what) {
        int[] codePoints = text.codePoints().toArray();
        PlantedNetwork network = new PlantedNetwork(text).with(signal, what);
        return Probe.search(Recording.of(network, codePoints), Feature.of(codePoints));
    }

    private static Finding finding(List<Finding> findings, String name) {
        return findings.stream()
                .filter(finding -> finding.feature().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double inString(CScanner scanner) {
        return scanner.region() == Region.STRING ? -1 : 0;
    }

    @Test
    void unitThatTracksQuotesIsFoundFirst() throws IOException {
        Finding strings = finding(search(CellPages.realText(), QUOTES, ProbeTest::inString), "in a string");
        assertThat(strings.isMeasured()).isTrue();
        Detector best = strings.best().get(0);
        assertThat(best.signal()).isEqualTo(QUOTES);
        assertThat(best.chosen()).as("it goes down").isLessThan(-0.99);
        assertThat(best.heldOut()).isLessThan(-0.99);
        assertThat(strings.chance()).isLessThan(0.7);
        assertThat(strings.displayed(-best.heldOut())).isBetween(0.995, 1.0);
        assertThat(strings.best()).hasSize(5);
        assertThat(strings.best().subList(1, 5)).allMatch(next -> Math.abs(next.heldOut()) < 0.8);
    }

    /** Noise exceeds the level of chance in one of twenty searches. */
    @Test
    void noiseStaysAtTheLevelOfChance() throws IOException {
        List<Finding> findings = search(CellPages.realText(), QUOTES, scanner -> 0).stream()
                .filter(Finding::isMeasured)
                .toList();
        assertThat(findings).hasSizeGreaterThan(12);
        assertThat(findings.stream().filter(finding -> {
                    Detector best = finding.best().get(0);
                    return Math.signum(best.chosen()) * best.heldOut() > finding.chance();
                }))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void associationsOfOneHalfAloneAreNotReported() throws IOException {
        String text = CellPages.realText();
        int[] choosing = Probe.half(text.length(), 0);
        int[] read = {0};
        Finding strings = finding(
                search(text, QUOTES, scanner -> Arrays.binarySearch(choosing, read[0]++) >= 0 ? inString(scanner) : 0),
                "in a string");
        assertThat(strings.best().get(0).signal()).isEqualTo(QUOTES);
        assertThat(strings.best().get(0).chosen()).isLessThan(-0.99);
        assertThat(strings.best().get(0).heldOut()).isBetween(-0.2, 0.2);
    }

    @Test
    void eachUnitIsListedOnceAndRareFeaturesHaveNoUnits() {
        String text = "x = 1;\n".repeat(300) + "/* */";
        int[] codePoints = text.codePoints().toArray();
        PlantedNetwork network = new PlantedNetwork(text)
                .with(new Signal(1, 2, Kind.C), scanner -> scanner.line().column())
                .with(new Signal(1, 2, Kind.H), scanner -> scanner.line().column());
        List<Finding> findings = Probe.search(Recording.of(network, codePoints), Feature.of(codePoints));
        assertThat(finding(findings, "in a comment").isMeasured()).isFalse();
        assertThat(finding(findings, "position in the line").best())
                .extracting(detector ->
                        detector.signal().layer() + ":" + detector.signal().unit())
                .doesNotHaveDuplicates()
                .startsWith("1:2");
    }
}
