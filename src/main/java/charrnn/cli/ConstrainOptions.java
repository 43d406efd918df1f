package charrnn.cli;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code sample} that use the tool {@code constrain}: {@code --until} and {@code --constrain}. */
final class ConstrainOptions extends SampleOptions.End {
    /** Languages whose lexical and bracket structure {@code --constrain} keeps. */
    enum Language {
        C;

        /** The value as typed on the command line. */
        @Override
        public String toString() {
            return "c";
        }
    }

    @Option(
            names = "--until",
            paramLabel = "PLACE",
            description =
                    "End a sample at the end of a line ('line'), or make it one function definition, which ends with"
                            + " its body's brace ('function'). Default: at its length.")
    private Until until = Until.LENGTH;

    @Option(
            names = "--constrain",
            paramLabel = "c",
            description =
                    "Allow only characters that keep C's lexical and bracket structure, and close what is open before"
                            + " the sample ends.")
    private @Nullable Language language;

    @Override
    int defaultLength() {
        return until.defaultLength(super.defaultLength());
    }

    @Override
    void check() {
        if (language != null && !stop().isEmpty()) {
            throw new UserError("--stop ends a sample anywhere, so it does not go with --constrain c, which closes"
                    + " what is open; use --until instead");
        }
    }

    @Override
    LogitsProcessorFactory processors(Vocabulary vocabulary) {
        return language == null && until == Until.LENGTH
                ? LogitsProcessorFactory.NONE
                : new CConstraints(vocabulary, language != null, until);
    }

    @Override
    String finishReason(FinishReason end) {
        return end == FinishReason.UNTIL ? until.toString() : super.finishReason(end);
    }
}
