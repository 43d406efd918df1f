package charrnn.tools.page;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host names that a server accepts in the header {@code Host}: the names of the loopback interface and configured ones.
 * Without this check, a website could let its own name resolve to 127.0.0.1 and send requests to the server from a visitor's
 * browser (DNS rebinding).
 */
public final class HostNames {
    /** With brackets, Java makes no DNS query. A percent sign begins a zone, which is valid on one machine only. */
    private static final Pattern IPV6 = Pattern.compile("(\\[[0-9a-f.]*:[0-9a-f.:]*)(%.*)?]");

    private final Map<String, String> names = new TreeMap<>(); // canonical form to form for messages

    /** @param more names in addition to {@code localhost}, {@code 127.0.0.1} and {@code [::1]}; IPv6 also without brackets */
    public HostNames(Collection<String> more) {
        List.of("localhost", "127.0.0.1", "[::1]").forEach(this::add);
        more.forEach(this::add);
    }

    private void add(String name) {
        String shown = inUri(name.toLowerCase(Locale.ROOT));
        names.putIfAbsent(canonical(shown), shown);
    }

    /** Converts an IPv6 address, which can be written in several ways, to the notation of Java. */
    private static String canonical(String name) {
        Matcher address = IPV6.matcher(name);
        try {
            return address.matches()
                    ? inUri(InetAddress.getByName(address.group(1) + "]").getHostAddress())
                    : name;
        } catch (UnknownHostException e) {
            return name;
        }
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
        return host != null
                && names.containsKey(canonical(host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return String.join(", ", names.values());
    }
}
