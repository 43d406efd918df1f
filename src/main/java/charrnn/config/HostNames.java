package charrnn.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names by which a server may be called: those of this machine itself, and more. Without such a rule, a page of the
 * internet could have its own name resolve to 127.0.0.1 and talk to the server from its visitor's browser (DNS
 * rebinding).
 */
public final class HostNames {
    private final Set<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1", "[::1]"));

    /** @param more names besides {@code localhost}, {@code 127.0.0.1} and {@code [::1]} */
    public HostNames(Collection<String> more) {
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** @param host value of a request's header {@code Host}, with or without a port */
    public boolean include(@Nullable String host) {
        return host != null && names.contains(host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT));
    }

    /** The names, as a message tells them. */
    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
