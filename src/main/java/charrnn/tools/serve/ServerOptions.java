package charrnn.tools.serve;

import charrnn.cli.base.CliCommand;
import charrnn.config.Key.Bounds;
import charrnn.message.UserError;
import charrnn.tools.page.HostNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a server, and the limits of requests that follow from them. */
public final class ServerOptions {
    /** The longest JSON escape of a character. */
    private static final int BYTES_PER_CHAR = 12;

    private static final int BYTES_OF_OTHER_FIELDS = 16_384;

    /** Largest number of texts of one request, even if there is room for more. */
    private static final int MAX_TEXTS = 128;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "${env:CHARRNN_HOST:-127.0.0.1}",
            description = "Name or address to listen on; 0.0.0.0: all of this machine's. Default: the environment's"
                    + " CHARRNN_HOST, or else 127.0.0.1.")
    String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${env:CHARRNN_PORT:-8080}",
            description = "Port; 0: any free one. Default: the environment's CHARRNN_PORT, or else 8080.")
    @Bounds(min = 0, max = 65_535)
    int port;

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description =
                    "A name by which clients may call the server, in addition to localhost and --host. Repeatable.")
    List<String> allowedHosts = List.of();

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:CHARRNN_API_KEY}",
            description = "API key that clients must send. Default: the environment's CHARRNN_API_KEY, or else none."
                    + " Other users of this machine can see a command line: @FILE reads options from a file.")
    @Nullable
    String apiKey;

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            description = "Texts generated at the same time, over all models." + CliCommand.DEFAULT)
    @Bounds(min = 1, max = 4096)
    int maxStreams = 32;

    /** Texts that may wait; further ones are refused (429). */
    int maxQueue = 128;

    @Option(
            names = "--max-prompt",
            paramLabel = "N",
            description = "Characters of a prompt, at most." + CliCommand.DEFAULT)
    @Bounds(min = 1, max = 1_000_000)
    int maxPrompt = 10_000;

    @Option(
            names = "--max-budget",
            paramLabel = "N",
            description =
                    "Largest cost of a request, in characters: for each prompt n x (max_tokens + its length if echoed) x"
                            + " (1 + logprobs)." + CliCommand.DEFAULT)
    @Bounds(min = 1, max = 10_000_000)
    int maxBudget = 65_536;

    @Option(
            names = "--max-seconds",
            paramLabel = "S",
            description = "Seconds from a request's arrival to the end of its texts." + CliCommand.DEFAULT)
    @Bounds(min = 1, max = 86_400)
    int maxSeconds = 300;

    /** Seconds for unfinished texts after Ctrl-C or SIGTERM. */
    int stopSeconds = 10;

    InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UserError("--host \"" + host + "\" cannot be resolved to an address", e);
        }
    }

    /** The names that requests may use for the server. */
    HostNames hostNames() {
        List<String> names = new ArrayList<>(allowedHosts);
        if (!address().isAnyLocalAddress()) {
            names.addAll(List.of(host, address().getHostAddress()));
        }
        return new HostNames(names);
    }

    /** The key that clients must send, which a header can hold. */
    Optional<String> key() {
        if (apiKey != null && !apiKey.matches("[\\x21-\\x7e]+")) {
            throw new UserError("--api-key must be printable ASCII characters without spaces");
        }
        return Optional.ofNullable(apiKey);
    }

    /** Time from a request's arrival to the end of its texts. */
    Duration time() {
        return Duration.ofSeconds(maxSeconds);
    }

    /** Largest number of texts of one request; all must have room at once. */
    int maxTexts() {
        return Math.min(maxStreams + maxQueue, MAX_TEXTS);
    }

    int bodyBytes() {
        return BYTES_OF_OTHER_FIELDS + BYTES_PER_CHAR * maxPrompt;
    }
}
