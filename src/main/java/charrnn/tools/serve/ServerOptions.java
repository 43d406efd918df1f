package charrnn.tools.serve;

import charrnn.message.UserError;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options of the server.
 *
 * @param host name or address to listen on
 * @param names further host names that requests may use, in addition to {@code host} and those of the loopback interface
 * @param apiKey key that clients must send; empty if none is required
 * @param models names of the models, all different; the first one is the default
 * @param modelsOfC names of those that have learned C
 * @param stopTime time for unfinished texts when the server stops
 */
public record ServerOptions(
        String host,
        int port,
        List<String> names,
        Optional<String> apiKey,
        List<String> models,
        Set<String> modelsOfC,
        Limits limits,
        Duration stopTime) {
    /** @throws UserError if the key is not allowed */
    public ServerOptions {
        if (!apiKey.orElse("key").matches("[\\x21-\\x7e]+")) { // what a header can hold
            throw new UserError("--api-key must be printable ASCII characters without spaces");
        }
    }

    InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UserError("--host \"" + host + "\" cannot be resolved to an address", e);
        }
    }
}
