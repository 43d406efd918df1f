package charrnn.cli;

import charrnn.config.SamplingOption;
import charrnn.config.UserError;
import charrnn.sample.BeamSearch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of {@code sample} that choose among several texts. */
final class SearchOptions {
    private static final List<String> CHANCE =
            List.of("--temperature", "--top-k", "--top-p", "--min-p", "--typical", "--seed", "--count", "--best-of");

    @Option(
            names = "--best-of",
            paramLabel = "N",
            description =
                    "Write N candidates for each sample and take the one that the network finds the likeliest, with"
                            + " the fewest bits per character. Sample k of seed S has those with the seeds S + (k - 1) N and"
                            + " following. Default: ${DEFAULT-VALUE}.")
    private int bestOf = SamplingOption.BEST_OF.wholeDefault();

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
    private double lengthPenalty = SamplingOption.LENGTH_PENALTY.byDefault();

    /** @throws UserError if values are out of their ranges or options do not go together */
    void check(ParseResult given) {
        List<String> mistakes = Stream.of(
                        SamplingOption.BEST_OF.mistake(bestOf),
                        SamplingOption.BEAM.mistake(beam == null ? 1 : beam),
                        SamplingOption.LENGTH_PENALTY.mistake(lengthPenalty),
                        conflict(given))
                .flatMap(Optional::stream)
                .toList();
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
    }

    private Optional<String> conflict(ParseResult given) {
        if (beam == null) {
            return given.hasMatchedOption("--length-penalty")
                    ? Optional.of("--length-penalty belongs to --beam, which is not given")
                    : Optional.empty();
        }
        return CHANCE.stream()
                .filter(given::hasMatchedOption)
                .findFirst()
                .map(option -> "--beam finds one text without any chance, so it does not go with " + option);
    }

    int bestOf() {
        return bestOf;
    }

    Optional<BeamSearch> beam() {
        return Optional.ofNullable(beam).map(width -> new BeamSearch(width, lengthPenalty));
    }
}
