package charrnn.grammar;

import charrnn.grammar.Value.Arguments;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that may be used at a position, besides those that the function declares. Immutable. */
public final class KnownNames {
    /** What a name may be. */
    enum Role {
        VALUE,
        TYPE,
        MEMBER,
        TAG
    }

    /** Arithmetic types of the standard library and of POSIX. */
    private static final Pattern ARITHMETIC =
            Pattern.compile("(u?int\\w*|s?size|ptrdiff|off|time|clock|pid|uid|gid|mode|ino|dev|wchar|socklen)_t");

    /** Structures of the standard library and of POSIX. */
    private static final Pattern LIBRARY = Pattern.compile(
            "struct (stat\\w*|sockaddr\\w*|time\\w+|tm|dirent|rlimit|rusage|iovec|msghdr|passwd|group|termios|pollfd"
                    + "|epoll_event|sigaction|utsname|addrinfo|in6?_addr|hostent|option|lconv|itimerval|winsize|flock)");

    /** What is called but declared nowhere: nothing but a call may follow, as of a macro. */
    private static final Value LIBRARY_FUNCTION = new Value(Type.UNKNOWN, Arguments.ANY, true);

    private static final int MAX_ALIASES = 10;

    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Map<String, Type>> members = new HashMap<>();
    private final Map<Role, NavigableSet<String>> names = new HashMap<>();
    private final Map<Role, String> shortest = new HashMap<>();

    /**
     * The names that some files declare, and those that a project uses but declares nowhere.
     *
     * @param visible the files whose declarations may be used
     * @param project all files of the project
     * @param library the headers that do not belong to it
     */
    KnownNames(List<SourceNames> visible, List<SourceNames> project, Collection<SourceNames> library) {
        NavigableSet<String> used = new TreeSet<>();
        NavigableSet<String> ofMembers = new TreeSet<>();
        for (SourceNames file : project) {
            used.addAll(file.mentioned);
            ofMembers.addAll(file.mentionedMembers);
        }
        Stream.concat(project.stream(), library.stream()).forEach(file -> removeDeclared(file, used, ofMembers));
        NavigableSet<String> tags = new TreeSet<>();
        for (SourceNames file : visible) {
            file.values.forEach((name, value) -> values.merge(name, value, Value::or));
            types.putAll(file.types);
            file.members.forEach((structure, more) -> {
                members.computeIfAbsent(structure, key -> new TreeMap<>()).putAll(more);
                ofMembers.addAll(more.keySet());
            });
            tags.addAll(file.tags);
        }
        used.stream()
                .filter(name -> !SourceNames.isUpper(name) && !name.endsWith("_t"))
                .forEach(name -> values.put(name, LIBRARY_FUNCTION));
        addMacros(visible);
        NavigableSet<String> ofValues = union(values.keySet(), used);
        ofValues.removeAll(types.keySet());
        ofValues.removeIf(name -> name.endsWith("_t") && !values.containsKey(name));
        NavigableSet<String> ofTypes = union(types.keySet(), used);
        ofTypes.removeIf(name -> values.containsKey(name) && !types.containsKey(name));
        names.put(Role.VALUE, ofValues);
        names.put(Role.TYPE, ofTypes);
        names.put(Role.MEMBER, ofMembers);
        names.put(Role.TAG, tags);
        names.forEach((role, known) -> known.stream()
                .min(Comparator.comparingInt(String::length))
                .ifPresent(name -> shortest.put(role, name)));
    }

    /** Removes what a file declares from names that others use. */
    private static void removeDeclared(SourceNames file, Set<String> used, Set<String> usedMembers) {
        used.removeAll(file.values.keySet());
        used.removeAll(file.types.keySet());
        used.removeAll(file.aliases.keySet());
        used.removeAll(file.empty);
        file.locals.stream().filter(name -> !SourceNames.isUpper(name)).forEach(used::remove);
        file.members.values().forEach(more -> usedMembers.removeAll(more.keySet()));
    }

    /** Adds the macros that stand for other names, with what these are. */
    private void addMacros(List<SourceNames> files) {
        Map<String, String> aliases = new HashMap<>();
        Map<String, String> calls = new HashMap<>();
        for (SourceNames file : files) {
            aliases.putAll(file.aliases);
            calls.putAll(file.calls);
        }
        aliases.forEach((macro, name) -> values.putIfAbsent(macro, values.getOrDefault(name, Value.UNKNOWN)));
        calls.forEach((macro, function) -> values.merge(
                macro,
                values.getOrDefault(function, Value.UNKNOWN),
                (value, called) -> value.type().isUnknown() ? value.with(called.type()) : value));
    }

    private static NavigableSet<String> union(Collection<String> some, Collection<String> others) {
        NavigableSet<String> union = new TreeSet<>(some);
        union.addAll(others);
        return union;
    }

    private NavigableSet<String> names(Role role) {
        return names.getOrDefault(role, Collections.emptyNavigableSet());
    }

    boolean contains(Role role, String name) {
        return names(role).contains(name);
    }

    /** The first name that begins so, if there is one. */
    Optional<String> first(Role role, String beginning) {
        return Optional.ofNullable(names(role).ceiling(beginning)).filter(name -> name.startsWith(beginning));
    }

    /** The shortest name, or one that no file has. */
    String shortest(Role role) {
        return shortest.getOrDefault(role, "a");
    }

    @Nullable
    Value value(String name) {
        return values.get(name);
    }

    /** A type without the names that are defined as others. */
    Type resolved(Type type) {
        Type resolved = type;
        for (int i = 0; i < MAX_ALIASES; i++) {
            Type alias = types.get(resolved.base());
            if (alias == null) {
                boolean isNumber = resolved.base().startsWith("enum ")
                        || ARITHMETIC.matcher(resolved.base()).matches();
                return isNumber ? new Type("int", resolved.pointers(), resolved.isArray()) : resolved;
            }
            resolved = new Type(alias.base(), alias.pointers() + resolved.pointers(), resolved.isArray());
        }
        return Type.UNKNOWN;
    }

    /** Whether a structure is declared but defined nowhere. */
    boolean isIncomplete(String structure) {
        return structure.startsWith("struct ")
                && members(structure) == null
                && !LIBRARY.matcher(structure).matches();
    }

    /** The members of a structure; null if they are unknown. */
    @Nullable
    Map<String, Type> members(String structure) {
        return members.get(structure);
    }
}
