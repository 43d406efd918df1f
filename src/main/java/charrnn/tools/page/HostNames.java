package charrnn.tools.page;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The host names that a server accepts in the header {@code Host}: the names of the loopback interface and configured ones.
 * Without this check, a website could let its own name resolve to 127.0.0.1 and send requests to the server from a visitor's
 * browser (DNS rebinding).
 */
public final class HostNames {
    private final Set<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1", "[::1]"));

    /** @param more names in addition to {@code localhost}, {@code 127.0.0.1} and {@code [::1]}; IPv6 also without brackets */
    public HostNames(Collection<String> more) {
        more.forEach(name -> names.add(inUri(name.toLowerCase(Locale.ROOT))));
    }

    /** Formats a name or an address for a URI: IPv6 in brackets. */
    public static String inUri(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /**
     * Whether a name is accepted.
     *
     * @param host value of the header {@code Host}, with or without a port
     */
    public boolean accept(@Nullable String host) {
        return host != null && names.contains(host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
