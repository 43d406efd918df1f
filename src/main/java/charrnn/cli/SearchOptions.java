package charrnn.cli;

import charrnn.config.UserError;
import charrnn.sample.BeamSearch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of {@code sample} that look at more than one text before they write one. */
final class SearchOptions {
    private static final int MOST = 1000;
    private static final List<String> CHANCE =
            List.of("--temperature", "--top-k", "--top-p", "--min-p", "--typical", "--seed", "--count", "--best-of");

    @Option(
            names = "--best-of",
            paramLabel = "N",
            description =
                    "Write N candidates for each sample and take the one that the network finds the likeliest, with"
                            + " the fewest bits per character. Sample k of seed S has those with the seeds S + (k - 1) N and"
                            + " following. Default: ${DEFAULT-VALUE}.")
    private int bestOf = 1;

    @Option(
            names = "--beam",
            paramLabel = "W",
            description = "Look for the likeliest text: at each character the W likeliest beginnings go on. No chance.")
    private @Nullable Integer beam;

    @Option(
            names = "--length-penalty",
            paramLabel = "A",
            description = "How far --beam makes up for longer texts' being less likely; 0: not at all."
                    + " Default: ${DEFAULT-VALUE}.")
    private double lengthPenalty = 0.6;

    /** @throws UserError if values are out of their ranges or options do not go together */
    void check(ParseResult given) {
        List<String> mistakes = Stream.of(
                        inRange("--best-of", bestOf),
                        inRange("--beam", beam == null ? 1 : beam),
                        lengthPenalty >= 0 && Double.isFinite(lengthPenalty)
                                ? ""
                                : "--length-penalty is " + lengthPenalty + ", but must be 0 or more",
                        together(given))
                .filter(mistake -> !mistake.isEmpty())
                .toList();
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
    }

    private static String inRange(String option, int value) {
        return value >= 1 && value <= MOST ? "" : option + " is " + value + ", but must be from 1 to " + MOST;
    }

    private String together(ParseResult given) {
        if (beam == null) {
            return given.hasMatchedOption("--length-penalty")
                    ? "--length-penalty belongs to --beam, which is not given"
                    : "";
        }
        return CHANCE.stream()
                .filter(given::hasMatchedOption)
                .findFirst()
                .map(option -> "--beam finds one text without any chance, so it does not go with " + option)
                .orElse("");
    }

    int bestOf() {
        return bestOf;
    }

    Optional<BeamSearch> beam() {
        return Optional.ofNullable(beam).map(width -> new BeamSearch(width, lengthPenalty));
    }
}
