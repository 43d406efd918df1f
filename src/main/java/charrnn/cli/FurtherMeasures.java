package charrnn.cli;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import charrnn.model.checkpoint.Checkpoint;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The figures of {@code evaluate} beyond the bits per character. A tool adds its options and figures in a subclass. */
@Command
class FurtherMeasures {
    /**
     * Checks the options.
     *
     * @param part the part of the run's own text that is measured, if it is given
     * @throws charrnn.config.UserError with a message for each mistake
     */
    void check(ParseResult given, Optional<Part> part) {}

    /** Whether {@link #measure} needs the training text. */
    boolean needsTraining() {
        return false;
    }

    /**
     * Measures what the options name.
     *
     * @param text to be predicted, at least 2 characters
     * @param training the text that the network was trained on
     * @param err receives the progress unless the standard error is a terminal
     */
    void measure(Checkpoint checkpoint, EncodedText text, EncodedText training, PrintWriter err) {}

    /** Adds the figures to a JSON document. */
    void addTo(ObjectNode document) {}

    /** The figures, one line each. */
    List<String> lines() {
        return List.of();
    }
}
