package charrnn.grammar;

import charrnn.grammar.Symbol.Arguments;
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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The symbols that may be used at a position, apart from those that the function declares, by role. Immutable. */
public final class SymbolTable {
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
    private static final Symbol LIBRARY_FUNCTION = new Symbol(Type.UNKNOWN, Arguments.ANY, true);

    private static final int MAX_ALIASES = 10;

    private final Map<String, Symbol> symbols = new HashMap<>();
    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Map<String, Type>> members = new HashMap<>();
    private final Map<Role, NavigableSet<String>> names = new HashMap<>();
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
        Stream.concat(project.stream(), library.stream()).forEach(file -> removeDeclared(file, undeclared, ofMembers));
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
        addNames(Role.VALUE, symbols.keySet(), undeclared, this::isValue);
        addNames(Role.TYPE, types.keySet(), undeclared, name -> types.containsKey(name) || !symbols.containsKey(name));
        addNames(Role.MEMBER, ofMembers, Set.of(), name -> true);
        addNames(Role.TAG, tags, Set.of(), name -> true);
    }

    /** Whether a name that is declared or only used is a value. A type may be used like one; then it is a type. */
    private boolean isValue(String name) {
        return !types.containsKey(name) && (!name.endsWith("_t") || symbols.containsKey(name));
    }

    private void addNames(Role role, Set<String> declared, Set<String> undeclared, Predicate<String> has) {
        NavigableSet<String> found = Stream.concat(declared.stream(), undeclared.stream())
                .filter(has)
                .collect(Collectors.toCollection(TreeSet::new));
        names.put(role, found);
        found.stream().min(Comparator.comparingInt(String::length)).ifPresent(name -> shortest.put(role, name));
    }

    /** Removes what a file declares from names that others use. */
    private static void removeDeclared(Declarations file, Set<String> used, Set<String> usedMembers) {
        used.removeAll(file.symbols.keySet());
        used.removeAll(file.types.keySet());
        used.removeAll(file.aliases.keySet());
        used.removeAll(file.empty);
        file.locals.stream().filter(name -> !Declarations.isUpper(name)).forEach(used::remove);
        file.members.values().forEach(more -> usedMembers.removeAll(more.keySet()));
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
