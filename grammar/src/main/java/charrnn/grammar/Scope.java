package charrnn.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a block with their types, and those of the blocks around it. Immutable.
 *
 * @param types by name, in an order that is the same in each run
 */
record Scope(NavigableMap<String, Type> types, @Nullable Scope outer) {
    static final Scope NONE = new Scope(new TreeMap<>(), null);

    Scope with(String name, Type type) {
        NavigableMap<String, Type> changed = new TreeMap<>(types);
        changed.put(name, type);
        return new Scope(changed, outer);
    }

    Scope inner() {
        return new Scope(new TreeMap<>(), this);
    }

    @Nullable
    Type type(String name) {
        Type type = types.get(name);
        return type != null || outer == null ? type : outer.type(name);
    }

    List<String> beginningWith(String beginning) {
        List<String> found = new ArrayList<>(
                types.subMap(beginning, beginning + Character.MAX_VALUE).keySet());
        if (outer != null) {
            found.addAll(outer.beginningWith(beginning));
        }
        return found;
    }

    /** A set of names with a further one, in an order that is the same in each run. */
    static Set<String> with(Set<String> names, String name) {
        Set<String> changed = new TreeSet<>(names);
        changed.add(name);
        return changed;
    }

    static Set<String> without(Set<String> names, String name) {
        Set<String> changed = new TreeSet<>(names);
        changed.remove(name);
        return changed;
    }
}
