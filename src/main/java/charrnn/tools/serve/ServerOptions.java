package charrnn.tools.serve;

import charrnn.config.UserError;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the server is to be reached. The messages name the options of the command line.
 *
 * @param host name or address to listen on
 * @param port to listen on; 0 for any free one
 * @param names by which it may be called, besides {@code host} and those of this machine
 * @param apiKey what clients must show; absent for none
 * @param models names of the models, which all differ; requests that name none mean the first
 * @param limits what it takes on
 * @param stopTime that texts under way get when it stops
 */
public record ServerOptions(
        String host,
        int port,
        List<String> names,
        Optional<String> apiKey,
        List<String> models,
        Limits limits,
        Duration stopTime) {
    /** @throws UserError if the port is none, or the time is negative */
    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new UserError("--port is " + port + ", but must be from 0 (any free one) to 65535");
        }
        if (stopTime.isNegative()) {
            throw new UserError("--stop-seconds is " + stopTime.toSeconds() + ", but must be 0 or more");
        }
    }

    /** @throws UserError if the host is unknown */
    InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UserError("--host \"" + host + "\" is no address of this machine", e);
        }
    }
}
