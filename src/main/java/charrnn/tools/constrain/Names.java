package charrnn.tools.constrain;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names that a function declares: its parameters, the variables of each block, and its labels. A block may not declare a name
 * twice, nor a function a label, and a function may not end without a label that a {@code goto} names. Immutable.
 *
 * @param isGiven whether the text is given, so that everything is allowed
 * @param scope the innermost block
 * @param braces number of open braces
 * @param brackets number of open brackets of all kinds
 * @param labels the function's labels
 * @param missing the labels that a {@code goto} names, and that do not exist yet
 * @param used the undeclared names that the function uses, which it may not declare any more
 * @param function the function's name; it is not used in its body, since nothing counts its arguments
 * @param last the last token
 * @param mayBeLabel whether the last token is a name at the beginning of a statement
 */
record Names(
        boolean isGiven,
        Scope scope,
        int braces,
        int brackets,
        Set<String> labels,
        Set<String> missing,
        Set<String> used,
        String function,
        String last,
        boolean mayBeLabel) {
    /** The names of a given text before its first token. */
    static final Names OF_GIVEN = new Names(true, Scope.NONE, 0, 0, Set.of(), Set.of(), Set.of(), "", "", false);

    /** The names of a generated text before its first token. */
    static final Names OF_GENERATED = OF_GIVEN.generated();

    /** Maximum number of open brackets: the nesting of blocks that every compiler must support (C17, section 5.2.4.1). */
    static final int MAX_BRACKETS = 127;

    private static final Set<String> OPENING = Set.of("(", "[", "{");
    private static final Set<String> CLOSING = Set.of(")", "]", "}");
    private static final int NEW = CGrammar.GRAMMAR.number("NEW");
    private static final int VALUE = CGrammar.GRAMMAR.number("VALUE");
    private static final int ATTRIBUTE = CGrammar.GRAMMAR.number("ATTRIBUTE");
    private static final int LABEL = CGrammar.GRAMMAR.number("LABEL");
    private static final int KNOWN = CGrammar.GRAMMAR.number("KNOWN");

    /** The names of a block, and of those around it. */
    private record Scope(Set<String> names, @Nullable Scope outer) {
        static final Scope NONE = new Scope(Set.of(), null);
    }

    /** The names of a text that is generated from here on. */
    Names generated() {
        return new Names(false, scope, braces, brackets, labels, missing, used, function, last, mayBeLabel);
    }

    /**
     * The classes of a token that the names allow.
     *
     * @param classes those that the grammar allows
     */
    BitSet possible(String token, BitSet classes) {
        if (isGiven) {
            return classes;
        }
        BitSet possible = (BitSet) classes.clone();
        possible.clear(KNOWN);
        if (scope.names.contains(token) || used.contains(token)) {
            possible.clear(NEW);
        }
        if (braces > 0 && token.equals(function)) {
            possible.clear(VALUE);
        }
        boolean isSecondLabel = token.equals(":") && mayBeLabel && labels.contains(last);
        boolean endsWithoutLabel = token.equals("}") && needsLabel();
        boolean isTooDeep = brackets >= MAX_BRACKETS && OPENING.contains(token);
        return isSecondLabel || endsWithoutLabel || isTooDeep ? new BitSet() : possible;
    }

    /** Which terminals a token may still become. */
    BitSet reachable(BitSet terminals) {
        if (isGiven || !terminals.get(KNOWN)) {
            return terminals;
        }
        BitSet reachable = (BitSet) terminals.clone();
        reachable.clear(KNOWN);
        return reachable;
    }

    /** Whether the last token ended a declaration or a function, or there is none. */
    boolean isBetween() {
        return braces == 0 && (last.isEmpty() || last.equals(";") || last.equals("}"));
    }

    /** Whether only the last brace of a function is open, and a label is missing. */
    boolean needsLabel() {
        return braces == 1 && !missing.isEmpty();
    }

    /**
     * The names after a token.
     *
     * @param classes its classes, which names and grammar allow
     */
    Names after(String token, BitSet classes) {
        Scope changed = scope;
        int open = braces;
        int change = OPENING.contains(token) ? 1 : CLOSING.contains(token) ? -1 : 0;
        Set<String> existing = labels;
        Set<String> needed = missing;
        Set<String> unknown = used;
        String name = function;
        if (token.equals("{")) {
            changed = open == 0 ? scope : new Scope(Set.of(), scope);
            open++;
        } else if (token.equals("}")) {
            changed = scope.outer == null ? scope : scope.outer;
            open = Math.max(0, open - 1);
        } else if (token.equals(":") && mayBeLabel) {
            existing = with(labels, last);
            needed = new TreeSet<>(missing);
            needed.remove(last);
        } else if (last.equals("goto") && classes.get(LABEL) && !labels.contains(token)) {
            needed = with(missing, token);
        } else if (classes.get(NEW) && !classes.get(VALUE) && !classes.get(ATTRIBUTE)) {
            changed = new Scope(with(scope.names, token), scope.outer);
            name = open == 0 && function.isEmpty() ? token : function;
        } else if (classes.get(VALUE) && !isDeclared(token)) {
            unknown = with(used, token);
        }
        if (open == 0 && (token.equals("}") || token.equals(";"))) {
            changed = Scope.NONE;
            existing = Set.of();
            needed = Set.of();
            unknown = Set.of();
            name = "";
        }
        boolean begins = classes.get(LABEL) && !last.equals("goto") && !last.equals("&&");
        return new Names(
                isGiven, changed, open, Math.max(0, brackets + change), existing, needed, unknown, name, token, begins);
    }

    private boolean isDeclared(String name) {
        boolean isDeclared = false;
        for (Scope around = scope; around != null && !isDeclared; around = around.outer) {
            isDeclared = around.names.contains(name);
        }
        return isDeclared;
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> changed = new TreeSet<>(names); // whose order is the same in each run
        changed.add(name);
        return changed;
    }

    /** A short token of a terminal that the names allow. */
    String example(int terminal) {
        String name = CGrammar.text(terminal);
        if (terminal == NEW) {
            for (int i = 0; scope.names.contains(name) || used.contains(name); i++) {
                name = "a" + i;
            }
        }
        return terminal == VALUE && name.equals(function) ? "b" : name;
    }

    /** The characters that the missing labels need. */
    int cost() {
        return missing.stream().mapToInt(label -> label.length() + 3).sum();
    }
}
