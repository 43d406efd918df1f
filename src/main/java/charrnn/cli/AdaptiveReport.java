package charrnn.cli;

import charrnn.config.Count;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.tools.adapt.AdaptiveBits;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of {@link AdaptiveOptions}.
 *
 * @param options what was asked for
 * @param bits what was measured
 * @param primed characters that the cache had read before
 * @param seconds of everything
 */
record AdaptiveReport(AdaptiveOptions options, AdaptiveBits bits, long primed, double seconds) {

    /** Adds the fields {@code dynamic} and {@code cache}. */
    void addTo(ObjectNode document) {
        if (options.isDynamic()) {
            measured(document.putObject("dynamic"), bits.network())
                    .put("rule", options.rule().kind().name().toLowerCase(Locale.ROOT))
                    .put("rate", options.rule().rate())
                    .put("decay", options.rule().decay());
        }
        bits.mixture().ifPresent(mixture -> measured(document.putObject("cache"), mixture)
                .put("network", options.isDynamic() ? "dynamic" : "static")
                .put("aloneBitsPerChar", bits.cache().orElseThrow().bits())
                .put("primedChars", primed));
    }

    private ObjectNode measured(ObjectNode node, BitsPerCharacter measured) {
        return node.put("bitsPerChar", measured.bits())
                .put("chars", measured.chars())
                .put("segment", options.segment())
                .put("seconds", seconds);
    }

    /** One line for each figure. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (options.isDynamic()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.4f with dynamic evaluation (%s, rate %s, decay %s)",
                    bits.network().bits(),
                    options.rule().kind().name().toLowerCase(Locale.ROOT),
                    options.rule().rate(),
                    options.rule().decay()));
        }
        bits.mixture()
                .ifPresent(mixture -> lines.add(String.format(
                        Locale.ROOT,
                        "%.4f mixed with an n-gram cache that had read %s (the cache alone: %.4f)",
                        mixture.bits(),
                        Count.of(primed, "character"),
                        bits.cache().orElseThrow().bits())));
        lines.add(String.format(
                Locale.ROOT,
                "on %s in one stream, segments of %d; %,.0f s",
                Count.of(bits.network().chars(), "character"),
                options.segment(),
                seconds));
        return lines;
    }
}
