package charrnn.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of a text up to a position: what its function declares, and what else may be used. A block may not declare a name twice,
 * nor a function a label, and a function may not end without a label that a {@code goto} names. With known names, what a function
 * uses exists, calls have as many arguments as their functions take, and operands have types that their operators take. Immutable
 * seen from outside.
 */
final class Names extends State<Names> {
    /** The names of a given text before its first token. */
    static final Names OF_GIVEN = new Names();

    /** Maximum number of open brackets: the nesting of blocks that every compiler must support (C17, section 5.2.4.1). */
    static final int MAX_BRACKETS = 127;

    private static final BitSet COLON = CGrammar.set(":");
    private static final BitSet NOT_NEW = CGrammar.set("VALUE", "ATTRIBUTE");

    boolean isGiven = true; // the text is given, so that everything is allowed

    @Nullable
    KnownNames known; // the names outside of the function; null if any name may be used

    Scope scope = Scope.NONE; // the innermost block
    int braces; // number of open ones
    Expression expression = Expression.NONE; // what is before the position in its statement
    Set<String> missing = Set.of(); // the labels that a goto names, and that do not exist yet
    String last = ""; // token
    private Allowed allowed = Allowed.NOTHING; // what the next tokens may be that the rules for known names refuse
    private int brackets; // number of open ones of all kinds
    private Set<String> labels = Set.of(); // of the function
    private Set<String> used = Set.of(); // undeclared names in the function, which it may not declare any more
    private Set<String> unused = Set.of(); // parameters that the function's body has not used
    private String function = ""; // its name
    private boolean jumps; // the last statement returns, or goes elsewhere
    private boolean mayBeLabel; // the last token is a name at the beginning of a statement

    private Names() {}

    /**
     * The names of a text that is generated from here on.
     *
     * @param names those outside of its functions; null if any may be used
     */
    Names generated(@Nullable KnownNames names) {
        Names changed = copy();
        changed.isGiven = false;
        changed.known = names;
        return changed;
    }

    /** The names, with more that the next tokens may be. */
    Names allowing(Allowed more) {
        Names changed = copy();
        changed.allowed = more;
        return changed;
    }

    /** The rules for known names, where they apply. */
    private Optional<NameRules> rules() {
        return known == null || isGiven || braces == 0 || allowed == Allowed.UNKNOWN
                ? Optional.empty()
                : Optional.of(new NameRules(this, known, allowed == Allowed.NOTHING));
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
        possible.clear(CGrammar.KNOWN);
        if (scope.names().containsKey(token) || used.contains(token)) {
            possible.clear(CGrammar.NEW);
        }
        if (labels.contains(token) && !isJump()) {
            possible.clear(CGrammar.LABEL);
        }
        if (known == null && braces > 0 && token.equals(function)) {
            possible.clear(CGrammar.VALUE); // nothing counts its arguments
        }
        boolean endsWithoutLabel = token.equals("}") && needsLabel();
        boolean isTooDeep = brackets >= MAX_BRACKETS && CGrammar.OPENING.contains(token);
        if (endsWithoutLabel || isTooDeep) {
            possible.clear();
        }
        rules().ifPresent(rules -> rules.restrict(token, possible));
        return possible;
    }

    /** Whether a member must come next. */
    boolean isAccess() {
        return last.equals("->") || last.equals(".");
    }

    /** What a name stands for; null if nothing is known of it. */
    @Nullable
    Value value(String name) {
        Type local = name.equals(function) ? null : scope.type(name);
        if (local != null) {
            return Value.of(local);
        }
        return name.equals("NULL") ? Value.NULL : known == null ? null : known.value(name);
    }

    /** The type of what the function returns; unknown if it is no C type. */
    Type result() {
        Type result = scope.type(function);
        return result == null ? Type.UNKNOWN : result;
    }

    /** Whether a label that comes next is where something jumps to. */
    boolean isJump() {
        return last.equals("goto") || last.equals("&&");
    }

    /** Which of some terminals a beginning of a token may still become. */
    BitSet reachable(String beginning, BitSet terminals) {
        if (isGiven) {
            return terminals;
        }
        BitSet reachable = (BitSet) terminals.clone();
        reachable.clear(CGrammar.KNOWN);
        rules().ifPresent(rules -> rules.restrictBeginning(beginning, reachable));
        return reachable;
    }

    /** Whether the last token ended a declaration or a function, or there is none. */
    boolean isBetween() {
        return braces == 0 && (last.isEmpty() || last.equals(";") || last.equals("}"));
    }

    /** Whether the last token ended a statement, or began a block. */
    boolean isAtStatement() {
        return brackets == braces && (last.equals(";") || last.equals("{") || last.equals("}"));
    }

    /** Whether the last token is a name that can only be a label, so that a colon follows at once. */
    boolean mustBeLabel(BitSet terminals) {
        return !isGiven && mayBeLabel && terminals.equals(COLON);
    }

    /** Whether the function may not end without a value that it returns. */
    boolean lacksReturn() {
        return rules().isPresent() && braces == 1 && isAtStatement() && !jumps && result().isReturned();
    }

    /** Whether a brace would end the function without a use of each parameter. */
    boolean leavesParameters() {
        return braces == 1 && isAtStatement() && !unused.isEmpty();
    }

    /** Whether a parameter that the function has not used begins so. */
    boolean beginsParameter(String beginning) {
        return unused.stream().anyMatch(parameter -> parameter.startsWith(beginning));
    }

    /** Whether the innermost call has an argument, and needs more. */
    boolean lacksArgument() {
        return rules().isPresent() && !last.equals("(") && !last.equals(",") && expression.lacksArgument();
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
        boolean declares = classes.get(CGrammar.NEW) && !classes.intersects(NOT_NEW);
        Type declaring = Objects.requireNonNullElse(expression.declaring(), Type.UNKNOWN);
        Names after = copy();
        if (token.equals("{")) {
            after.unused = braces == 0 ? Scope.without(scope.names().keySet(), function) : unused;
            after.scope = braces == 0 ? scope : scope.inner();
            after.braces++;
        } else if (token.equals("}")) {
            after.scope = Objects.requireNonNullElse(scope.outer(), scope);
            after.braces = Math.max(0, braces - 1);
        } else if (token.equals(":") && mayBeLabel) {
            after.labels = Scope.with(labels, last);
            after.missing = Scope.without(missing, last);
        } else if (last.equals("goto") && classes.get(CGrammar.LABEL) && !labels.contains(token)) {
            after.missing = Scope.with(missing, token);
        } else if (declares) {
            after.scope = scope.with(token, declaring);
        } else if (token.equals("(") && braces == 0 && function.isEmpty()) {
            after.function = last;
            after.scope = scope.with(last, declaring);
        } else if (token.equals("[")
                && expression.declaring() != null
                && scope.names().containsKey(last)) {
            Type type = scope.names().get(last);
            after.scope = scope.with(last, new Type(type.base(), type.pointers() + 1, true));
        } else if (classes.get(CGrammar.VALUE) && scope.type(token) == null) {
            after.used = Scope.with(used, token);
        } else if (unused.contains(token)) {
            after.unused = Scope.without(unused, token);
        }
        if (after.braces == 0 && (token.equals("}") || token.equals(";"))) {
            after.scope = Scope.NONE;
            after.labels = Set.of();
            after.missing = Set.of();
            after.used = Set.of();
            after.unused = Set.of();
            after.function = "";
        }
        boolean opens = CGrammar.OPENING.contains(token);
        boolean closes = CGrammar.CLOSING.contains(token);
        after.brackets = Math.max(0, brackets + (opens ? 1 : closes ? -1 : 0));
        after.expression = expression.after(this, token, classes, declares);
        after.jumps = token.equals("return") || token.equals("goto") || (jumps && (!isAtStatement() || closes));
        after.mayBeLabel = classes.get(CGrammar.LABEL) && !isJump();
        after.last = token;
        return after;
    }

    /** Short tokens of a terminal, of which the names allow one if they allow any. */
    List<String> examples(int terminal) {
        String name = CGrammar.GRAMMAR.text(terminal);
        if (terminal == CGrammar.NEW) {
            for (int i = 0; scope.names().containsKey(name) || used.contains(name); i++) {
                name = "a" + i;
            }
        }
        if (known == null && terminal == CGrammar.VALUE && name.equals(function)) {
            name = "b";
        }
        List<String> examples = new ArrayList<>(List.of(name));
        rules().ifPresent(rules -> examples.addAll(rules.examples(terminal)));
        return examples;
    }

    /** Names that begin like a token. */
    List<String> completions(String beginning) {
        return Tokens.kind(beginning) == Tokens.Kind.WORD
                ? rules().map(rules -> rules.beginningWith(beginning)).orElse(List.of())
                : List.of();
    }

    /** The characters that missing labels, missing arguments and a missing return need. */
    int cost() {
        return missing.stream().mapToInt(label -> label.length() + 3).sum()
                + (rules().isPresent() ? 3 * expression.missingArguments() : 0)
                + (rules().isPresent() && result().isReturned() ? Completion.RETURN.length() : 0);
    }
}
