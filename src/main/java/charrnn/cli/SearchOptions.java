package charrnn.cli;

import static charrnn.config.SamplingOption.BEAM;
import static charrnn.config.SamplingOption.BEST_OF;
import static charrnn.config.SamplingOption.LENGTH_PENALTY;

import charrnn.config.UserError;
import charrnn.sample.BeamSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The options of {@code sample} that choose among several texts. */
final class SearchOptions {
    private static final List<String> CHANCE =
            List.of("--temperature", "--top-k", "--top-p", "--min-p", "--typical", "--seed", "--count", "--best-of");

    private final SamplingNumbers numbers = new SamplingNumbers();

    @Spec
    void addNumbersTo(CommandSpec command) {
        command.addArgGroup(ArgGroupSpec.builder()
                .validate(false)
                .order(4)
                .heading("%nLooking at several texts:%n")
                .addArg(numbers.option(BEST_OF))
                .addArg(numbers.withoutDefault(BEAM))
                .addArg(numbers.option(LENGTH_PENALTY))
                .build());
    }

    /** @throws UserError if values are out of their ranges or options do not go together */
    void check(ParseResult given) {
        List<String> mistakes = new ArrayList<>(numbers.mistakes());
        if (!numbers.has(BEAM) && given.hasMatchedOption("--length-penalty")) {
            mistakes.add("--length-penalty belongs to --beam, which is not given");
        }
        if (numbers.has(BEAM)) {
            CHANCE.stream()
                    .filter(given::hasMatchedOption)
                    .findFirst()
                    .ifPresent(option ->
                            mistakes.add("--beam finds one text without any chance, so it does not go with " + option));
        }
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
    }

    int bestOf() {
        return numbers.whole(BEST_OF);
    }

    Optional<BeamSearch> beam() {
        return numbers.has(BEAM)
                ? Optional.of(new BeamSearch(numbers.whole(BEAM), numbers.get(LENGTH_PENALTY)))
                : Optional.empty();
    }
}
