package charrnn.grammar;

import charrnn.grammar.SymbolTable.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a function that uses only what exists.
 *
 * @param symbols what is declared outside of the function
 * @param hasTypes whether operands must have types that their operators take
 */
record TypeRules(FunctionState function, SymbolTable symbols, boolean hasTypes) {
    /** Removes the classes that a token may not have. */
    void restrict(String token, BitSet classes) {
        boolean isName = classes.intersects(CGrammar.USES);
        if (isWrongReturn(token) || (!isName && !isAllowed(token, classes))) {
            classes.clear();
        } else {
            restrictName(token, classes);
        }
    }

    private boolean isWrongReturn(String token) {
        Type result = function.result();
        return function.last.equals("return") && !result.isUnknown() && token.equals(";") != result.equals(Type.VOID);
    }

    /** Whether a token that is no name is allowed. */
    private boolean isAllowed(String token, BitSet classes) {
        Expression expression = function.expression;
        boolean isNumber = classes.intersects(CGrammar.NUMBERS);
        boolean isAllowed = expression.allows(symbols, token)
                && (!isNumber || expression.mayBeNumber(symbols, function.last))
                && !(token.equals("}") && function.lacksReturn())
                && !(token.equals("{") && beginsType())
                && !(Type.STRUCTURES.contains(token)
                        && symbols.first(Role.TAG, token + " ").isEmpty());
        return expression.hasArguments(token, function.last) && (isAllowed || !hasTypes);
    }

    /** Whether a brace would define a type: functions only use those that exist. */
    private boolean beginsType() {
        Type declaring = function.expression.declaring();
        return Type.STRUCTURES.contains(function.last)
                || (declaring != null && declaring.base().endsWith(" " + function.last));
    }

    private void restrictName(String name, BitSet classes) {
        boolean isLocal = function.scope.type(name) != null;
        Symbol symbol = function.symbol(name);
        boolean isValue = (isLocal || symbols.contains(Role.VALUE, name))
                && !(hasTypes && symbol != null && !function.expression.mayBegin(symbols, symbol, function.last));
        boolean isLabel = function.isJump() || function.missing.contains(name);
        keep(isLabel, classes, CGrammar.LABEL);
        keep(isValue, classes, CGrammar.VALUE);
        keep(!isLocal && symbols.contains(Role.TYPE, name), classes, CGrammar.TYPE);
        keep(symbols.contains(Role.TAG, function.last + " " + name), classes, CGrammar.TAG);
        keep(isMember(name), classes, CGrammar.MEMBER);
        if (!isValue || (symbol != null && symbol.isFunction())) {
            classes.andNot(CGrammar.MACROS);
        }
    }

    /** Removes a class that a name cannot have. */
    private static void keep(boolean isPossible, BitSet classes, int name) {
        classes.set(name, isPossible && classes.get(name));
    }

    private boolean isMember(String name) {
        Map<String, Type> members = members();
        if (members == null) {
            return (function.isAccess() || function.expression.isLastArgument()) && symbols.contains(Role.MEMBER, name);
        }
        Type type = members.get(name);
        return type != null && (!hasTypes || function.expression.mayBegin(symbols, Symbol.of(type), function.last));
    }

    /** The members of the structure that is accessed; null if any may follow. */
    private @Nullable Map<String, Type> members() {
        return function.isAccess() ? function.expression.members(symbols) : null;
    }

    /** Removes the terminals that a beginning of a token cannot become. */
    void restrictBeginning(String beginning, BitSet terminals) {
        if (Tokens.kind(beginning) == Tokens.Kind.WORD) {
            restrictBeginningOfName(beginning, terminals);
        } else if (Tokens.kind(beginning) == Tokens.Kind.OPERATOR) {
            for (int terminal : terminals.stream().toArray()) {
                String operator = CGrammar.GRAMMAR.text(terminal);
                if (Tokens.kind(operator) == Tokens.Kind.OPERATOR) {
                    BitSet one = CGrammar.set(operator);
                    restrict(operator, one);
                    terminals.set(terminal, !one.isEmpty());
                }
            }
        }
    }

    private void restrictBeginningOfName(String beginning, BitSet terminals) {
        boolean isValue = symbols.first(Role.VALUE, beginning).isPresent();
        Map<String, Type> members = members();
        boolean isMember = members == null
                ? symbols.first(Role.MEMBER, beginning).isPresent()
                : members.keySet().stream().anyMatch(name -> name.startsWith(beginning));
        boolean isLabel = function.isJump() || function.missing.stream().anyMatch(label -> label.startsWith(beginning));
        keep(isLabel, terminals, CGrammar.LABEL);
        keep(isValue || !function.scope.beginningWith(beginning).isEmpty(), terminals, CGrammar.VALUE);
        keep(isMember, terminals, CGrammar.MEMBER);
        keep(symbols.first(Role.TYPE, beginning).isPresent(), terminals, CGrammar.TYPE);
        keep(symbols.first(Role.TAG, function.last + " " + beginning).isPresent(), terminals, CGrammar.TAG);
        if (!isValue) {
            terminals.andNot(CGrammar.MACROS);
        }
    }

    /** Names of a class, some of which may stand here if any may. */
    List<String> examples(int terminal) {
        if (terminal == CGrammar.MEMBER) {
            return List.of(Optional.ofNullable(members())
                    .map(members -> members.keySet().iterator().next())
                    .orElse(symbols.shortest(Role.MEMBER)));
        }
        if (terminal == CGrammar.TAG) {
            String keyword = function.last + " ";
            return symbols.first(Role.TAG, keyword).stream()
                    .map(tag -> tag.substring(keyword.length()))
                    .toList();
        }
        if (terminal == CGrammar.VALUE) {
            List<String> values = new ArrayList<>(function.scope.beginningWith(""));
            values.add(symbols.shortest(Role.VALUE));
            return values;
        }
        return terminal == CGrammar.TYPE ? List.of(symbols.shortest(Role.TYPE)) : List.of();
    }

    List<String> beginningWith(String beginning) {
        List<String> found = new ArrayList<>(function.scope.beginningWith(beginning));
        Map<String, Type> members = members();
        found.addAll(members == null ? Set.of() : members.keySet());
        for (Role role : Role.values()) {
            symbols.first(role, beginning).ifPresent(found::add);
        }
        return found;
    }
}
