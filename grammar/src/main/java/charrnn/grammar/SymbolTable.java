package charrnn.grammar;

import charrnn.grammar.Symbol.Arguments;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The symbols that may be used at a position, apart from those that the function declares, by role. Immutable. */
public final class SymbolTable {
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
    private static final Symbol LIBRARY_FUNCTION = new Symbol(Type.UNKNOWN, Arguments.ANY, true);

    private static final int MAX_ALIASES = 10;

    private final Map<String, Symbol> symbols = new HashMap<>();
    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Map<String, Type>> members = new HashMap<>();
    private final Map<Role, NavigableSet<String>> names;
    private final Map<Role, String> shortest = new HashMap<>();

    /**
     * What some files declare, and what a project uses but declares nowhere, as from headers that are not there.
     *
     * @param visible the files whose declarations may be used
     * @param project all files of the project
     * @param library the headers that do not belong to it
     */
    SymbolTable(List<Declarations> visible, List<Declarations> project, Collection<Declarations> library) {
        NavigableSet<String> undeclared = new TreeSet<>();
        NavigableSet<String> ofMembers = new TreeSet<>();
        for (Declarations file : project) {
            undeclared.addAll(file.mentioned);
            ofMembers.addAll(file.mentionedMembers);
        }
        Stream.concat(project.stream(), library.stream()).forEach(file -> {
            undeclared.removeAll(file.symbols.keySet());
            undeclared.removeAll(file.types.keySet());
            undeclared.removeAll(file.aliases.keySet());
            undeclared.removeAll(file.empty);
            file.locals.stream().filter(name -> !Declarations.isUpper(name)).forEach(undeclared::remove);
            file.members.values().forEach(more -> ofMembers.removeAll(more.keySet()));
        });
        NavigableSet<String> tags = new TreeSet<>();
        for (Declarations file : visible) {
            file.symbols.forEach((name, symbol) -> symbols.merge(name, symbol, Symbol::or));
            types.putAll(file.types);
            file.members.forEach((structure, more) -> {
                members.computeIfAbsent(structure, key -> new TreeMap<>()).putAll(more);
                ofMembers.addAll(more.keySet());
            });
            tags.addAll(file.tags);
        }
        undeclared.stream()
                .filter(name -> !Declarations.isUpper(name) && !name.endsWith("_t"))
                .forEach(name -> symbols.put(name, LIBRARY_FUNCTION));
        addMacros(visible); // after all that they may stand for
        NavigableSet<String> values = new TreeSet<>(undeclared);
        values.addAll(symbols.keySet());
        // What is used like a type and like a value is a type.
        values.removeIf(name -> types.containsKey(name) || (name.endsWith("_t") && !symbols.containsKey(name)));
        NavigableSet<String> ofTypes = undeclared; // what is left may be a type
        ofTypes.removeAll(symbols.keySet());
        ofTypes.addAll(types.keySet());
        names = Map.of(Role.VALUE, values, Role.TYPE, ofTypes, Role.MEMBER, ofMembers, Role.TAG, tags);
        names.forEach((role, all) ->
                all.stream().min(Comparator.comparingInt(String::length)).ifPresent(name -> shortest.put(role, name)));
    }

    /** Adds the macros that stand for other names, with what these are. */
    private void addMacros(List<Declarations> files) {
        Map<String, String> aliases = new HashMap<>();
        Map<String, String> calls = new HashMap<>();
        for (Declarations file : files) {
            aliases.putAll(file.aliases);
            calls.putAll(file.calls);
        }
        aliases.forEach((macro, name) -> symbols.putIfAbsent(macro, symbols.getOrDefault(name, Symbol.UNKNOWN)));
        calls.forEach((name, function) -> symbols.merge(
                name,
                symbols.getOrDefault(function, Symbol.UNKNOWN),
                (macro, called) -> macro.type().isUnknown() ? macro.with(called.type()) : macro));
    }

    private NavigableSet<String> names(Role role) {
        return Objects.requireNonNull(names.get(role));
    }

    boolean contains(Role role, String name) {
        return names(role).contains(name);
    }

    Optional<String> first(Role role, String beginning) {
        return Optional.ofNullable(names(role).ceiling(beginning)).filter(name -> name.startsWith(beginning));
    }

    /** The shortest name, or one that no file has. */
    String shortest(Role role) {
        return shortest.getOrDefault(role, "a");
    }

    @Nullable
    Symbol symbol(String name) {
        return symbols.get(name);
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
