package charrnn.cli;

import static charrnn.config.SamplingOption.BEAM;
import static charrnn.config.SamplingOption.BEST_OF;
import static charrnn.config.SamplingOption.LENGTH_PENALTY;

import charrnn.config.UserError;
import charrnn.sample.BeamSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The options of {@code sample} that choose among several texts. */
final class SearchOptions {
    private static final List<String> CHANCE =
            List.of("--temperature", "--top-k", "--top-p", "--min-p", "--typical", "--seed", "--count", "--best-of");

    private final SamplingNumbers numbers = new SamplingNumbers();

    private final OptionSpec beam = OptionSpec.builder(BEAM.option())
            .type(Integer.class)
            .paramLabel(BEAM.label())
            .description(BEAM.help())
            .build();

    @Spec
    void addNumbersTo(CommandSpec command) {
        command.addArgGroup(SamplingNumbers.group(
                4, "Looking at several texts", numbers.option(BEST_OF), beam, numbers.option(LENGTH_PENALTY)));
    }

    /** @throws UserError if values are out of their ranges or options do not go together */
    void check(ParseResult given) {
        List<String> mistakes = new ArrayList<>(numbers.mistakes());
        beamWidth().flatMap(BEAM::mistake).ifPresent(mistakes::add);
        if (beamWidth().isEmpty() && given.hasMatchedOption("--length-penalty")) {
            mistakes.add("--length-penalty belongs to --beam, which is not given");
        }
        CHANCE.stream()
                .filter(option -> beamWidth().isPresent() && given.hasMatchedOption(option))
                .findFirst()
                .ifPresent(option ->
                        mistakes.add("--beam finds one text without any chance, so it does not go with " + option));
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
    }

    int bestOf() {
        return numbers.whole(BEST_OF);
    }

    private Optional<Integer> beamWidth() {
        return Optional.ofNullable(beam.getValue());
    }

    Optional<BeamSearch> beam() {
        return beamWidth().map(width -> new BeamSearch(width, numbers.get(LENGTH_PENALTY)));
    }
}
