package charrnn.cli;

import charrnn.config.UserError;
import charrnn.files.Reason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code sample} for the text that is continued. */
final class PrimeOptions {
    @Option(
            names = {"--prime", "--prompt"},
            paramLabel = "TEXT",
            description = "Text to go on from. Default: the start of a line.")
    private @Nullable String prime;

    @Option(names = "--prime-file", paramLabel = "FILE", description = "File that holds the text to go on from, UTF-8.")
    private @Nullable Path primeFile;

    /** @throws UserError if both are given, or the file cannot be read */
    String prime() {
        if (prime != null && primeFile != null) {
            throw new UserError("--prime and --prime-file both name a text to go on from; give one of them");
        }
        if (primeFile == null) {
            return prime == null ? "" : prime;
        }
        try {
            return Files.readString(primeFile);
        } catch (CharacterCodingException e) {
            throw new UserError("--prime-file " + primeFile + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new UserError("--prime-file " + primeFile + " cannot be read: " + Reason.of(e), e);
        }
    }
}
