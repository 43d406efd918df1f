package charrnn.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What no context-free grammar expresses: the scopes and labels of the function before a position, and its unfinished expression. A
 * block may not declare a name twice, nor a function a label, and a function may not end without a label that a {@code goto} names.
 * With a symbol table, {@link TypeRules} apply too. Immutable seen from outside.
 */
final class FunctionState extends Copyable<FunctionState> {
    /** The state of a given text before its first token. */
    static final FunctionState OF_GIVEN = new FunctionState();

    /** Maximum number of open brackets: the nesting of blocks that every compiler must support (C17, section 5.2.4.1). */
    static final int MAX_BRACKETS = 127;

    private static final BitSet COLON = CGrammar.set(":");
    private static final BitSet NOT_NEW = CGrammar.set("VALUE", "ATTRIBUTE");

    boolean isGiven = true; // the text is given, so that everything is allowed

    @Nullable
    SymbolTable symbols; // outside of the function; null if any name may be used

    Scope scope = Scope.NONE; // the innermost block
    int braces; // number of open ones
    Expression expression = Expression.NONE; // what is before the position in its statement
    Set<String> missing = Set.of(); // the labels that a goto names, and that do not exist yet
    String last = ""; // token
    private Leniency leniency = Leniency.STRICT;
    private int brackets; // number of open ones of all kinds
    private Set<String> labels = Set.of(); // of the function
    private Set<String> used = Set.of(); // without a declaration; one that follows would come too late
    private Set<String> unused = Set.of(); // parameters that the function's body has not used
    private String name = ""; // of the function
    private boolean jumps; // the last statement returns, or goes elsewhere
    private boolean mayBeLabel; // the last token is a name at the beginning of a statement

    private FunctionState() {}

    /**
     * The state of a text that is generated from here on.
     *
     * @param table the symbols outside of its functions; null if any name may be used
     */
    FunctionState generated(@Nullable SymbolTable table) {
        FunctionState changed = copy();
        changed.isGiven = false;
        changed.symbols = table;
        return changed;
    }

    FunctionState with(Leniency changed) {
        FunctionState copy = copy();
        copy.leniency = changed;
        return copy;
    }

    /** The rules for symbols, where they apply. */
    private Optional<TypeRules> rules() {
        return symbols == null || isGiven || braces == 0 || leniency == Leniency.ANY_NAME
                ? Optional.empty()
                : Optional.of(new TypeRules(this, symbols, leniency == Leniency.STRICT));
    }

    /**
     * The classes of a token that the state allows.
     *
     * @param classes those that the grammar allows
     */
    BitSet possible(String token, BitSet classes) {
        if (isGiven) {
            return classes;
        }
        BitSet possible = (BitSet) classes.clone();
        possible.clear(CGrammar.KNOWN);
        if (scope.types().containsKey(token) || used.contains(token)) {
            possible.clear(CGrammar.NEW);
        }
        if (labels.contains(token) && !isJump()) {
            possible.clear(CGrammar.LABEL);
        }
        if (symbols == null && braces > 0 && token.equals(name)) {
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

    boolean isAccess() {
        return last.equals("->") || last.equals(".");
    }

    /** What a word stands for; null if it is unknown. */
    @Nullable
    Symbol symbol(String word) {
        Type local = word.equals(name) ? null : scope.type(word);
        if (local != null) {
            return Symbol.of(local);
        }
        return word.equals("NULL") ? Symbol.NULL : symbols == null ? null : symbols.symbol(word);
    }

    /** The type of what the function returns; unknown if it is no C type. */
    Type result() {
        return Objects.requireNonNullElse(scope.type(name), Type.UNKNOWN);
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

    boolean leavesParameters() {
        return braces == 1 && isAtStatement() && !unused.isEmpty();
    }

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
     * The state after a token.
     *
     * @param classes its classes, which state and grammar allow
     */
    FunctionState after(String token, BitSet classes) {
        boolean declares = classes.get(CGrammar.NEW) && !classes.intersects(NOT_NEW);
        FunctionState after = copy();
        switch (token) {
            case "{" -> after.openBlock();
            case "}" -> after.closeBlock();
            default -> after.readName(token, classes, declares);
        }
        if (after.braces == 0 && (token.equals("}") || token.equals(";"))) {
            after.endDeclaration();
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

    private void openBlock() {
        if (braces == 0) {
            unused = Scope.without(scope.types().keySet(), name);
        } else {
            scope = scope.inner();
        }
        braces++;
    }

    private void closeBlock() {
        scope = Objects.requireNonNullElse(scope.outer(), scope);
        braces = Math.max(0, braces - 1);
    }

    private void endDeclaration() {
        scope = Scope.NONE;
        labels = Set.of();
        missing = Set.of();
        used = Set.of();
        unused = Set.of();
        name = "";
    }

    /** Reads a name, or what says of the name before it that it is a label, a function or an array. */
    private void readName(String token, BitSet classes, boolean declares) {
        Type declaring = Objects.requireNonNullElse(expression.declaring(), Type.UNKNOWN);
        Type array = token.equals("[") && expression.declaring() != null
                ? scope.types().get(last)
                : null;
        boolean isInitializer = !expression.wanted().isUnknown();
        if (token.equals(":") && mayBeLabel) {
            labels = Scope.with(labels, last);
            missing = Scope.without(missing, last);
        } else if (last.equals("goto") && classes.get(CGrammar.LABEL) && !labels.contains(token)) {
            missing = Scope.with(missing, token);
        } else if (declares) {
            scope = scope.with(token, declaring);
        } else if (token.equals("(") && braces == 0 && name.isEmpty() && !isInitializer) {
            name = last;
            scope = scope.with(last, declaring);
        } else if (array != null) {
            scope = scope.with(last, new Type(array.base(), array.pointers() + 1, true));
        } else if (classes.get(CGrammar.VALUE) && scope.type(token) == null) {
            used = Scope.with(used, token);
        } else if (classes.get(CGrammar.VALUE) && unused.contains(token)) {
            unused = Scope.without(unused, token);
        }
    }

    /** Short tokens of a terminal, of which one is allowed if any is. */
    List<String> examples(int terminal) {
        String example = CGrammar.GRAMMAR.text(terminal);
        for (int i = 0;
                terminal == CGrammar.NEW && (scope.types().containsKey(example) || used.contains(example));
                i++) {
            example = "a" + i;
        }
        for (int i = 0; terminal == CGrammar.LABEL && labels.contains(example); i++) {
            example = "a" + i;
        }
        if (symbols == null && terminal == CGrammar.VALUE && example.equals(name)) {
            example = "b";
        }
        List<String> examples = new ArrayList<>(List.of(example));
        rules().ifPresent(rules -> examples.addAll(rules.examples(terminal)));
        return examples;
    }

    List<String> completions(String beginning) {
        return rules().map(rules -> rules.beginningWith(beginning)).orElse(List.of());
    }

    /** The characters that missing labels, missing arguments and a missing return need. */
    int cost() {
        int ofLabels = missing.stream().mapToInt(label -> label.length() + 3).sum();
        int ofReturn = result().isReturned() ? Completion.RETURN.length() : 0;
        return ofLabels + (rules().isPresent() ? 3 * expression.missingArguments() + ofReturn : 0);
    }
}
