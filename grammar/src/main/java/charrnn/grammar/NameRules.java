package charrnn.grammar;

import charrnn.grammar.KnownNames.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a text whose functions use only what exists.
 *
 * @param text the names of the text
 * @param known the names outside of its functions
 * @param hasTypes whether operands must have types that their operators take
 */
record NameRules(Names text, KnownNames known, boolean hasTypes) {
    /** Labels that may stand before the first jump to them. */
    private static final Pattern BACKWARD = Pattern.compile("(re|again|next|loop|begin|start|more)\\w*");

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
        Type result = text.result();
        return text.last.equals("return") && !result.isUnknown() && token.equals(";") != result.equals(Type.VOID);
    }

    /** Whether a token that is no name is allowed. */
    private boolean isAllowed(String token, BitSet classes) {
        Expression expression = text.expression;
        boolean isNumber = classes.intersects(CGrammar.NUMBERS);
        boolean isAllowed = expression.allows(known, token)
                && (!isNumber || expression.mayBeNumber(known, text.last))
                && !(token.equals("}") && text.lacksReturn())
                && !(token.equals("{") && beginsType())
                && !(Type.STRUCTURES.contains(token)
                        && known.first(Role.TAG, token + " ").isEmpty());
        return expression.hasArguments(token, text.last) && (isAllowed || !hasTypes);
    }

    /** Whether a brace would define a type: functions only use those that exist. */
    private boolean beginsType() {
        Type declaring = text.expression.declaring();
        return Type.STRUCTURES.contains(text.last)
                || (declaring != null && declaring.base().endsWith(" " + text.last));
    }

    private void restrictName(String name, BitSet classes) {
        if (!text.isJump()
                && !text.missing.contains(name)
                && !BACKWARD.matcher(name).matches()) {
            classes.clear(CGrammar.LABEL);
        }
        Type local = text.scope.type(name);
        Value value = text.value(name);
        boolean isValue = local != null || known.contains(Role.VALUE, name);
        boolean isRefused =
                !isValue || (hasTypes && value != null && !text.expression.mayBegin(known, value, text.last));
        if (isRefused) {
            classes.clear(CGrammar.VALUE);
        }
        if (isRefused || (value != null && value.isFunction())) {
            classes.andNot(CGrammar.MACROS);
        }
        if (local != null || !known.contains(Role.TYPE, name)) {
            classes.clear(CGrammar.TYPE);
        }
        if (!known.contains(Role.TAG, text.last + " " + name)) {
            classes.clear(CGrammar.TAG);
        }
        if (!isMember(name)) {
            classes.clear(CGrammar.MEMBER);
        }
    }

    private boolean isMember(String name) {
        Map<String, Type> members = members();
        if (members == null) {
            return (text.isAccess() || text.expression.isLastArgument()) && known.contains(Role.MEMBER, name);
        }
        Type type = members.get(name);
        return type != null && (!hasTypes || text.expression.mayBegin(known, Value.of(type), text.last));
    }

    /** The members of the structure that is accessed; null if any may follow. */
    private @Nullable Map<String, Type> members() {
        return text.isAccess() ? text.expression.members(known) : null;
    }

    /** Removes the terminals that a beginning of a token cannot become. */
    void restrictBeginning(String beginning, BitSet terminals) {
        if (Tokens.kind(beginning) == Tokens.Kind.WORD) {
            restrictBeginningOfName(beginning, terminals);
        } else if (Tokens.kind(beginning) == Tokens.Kind.OPERATOR) {
            BitSet operators = (BitSet) terminals.clone();
            operators.stream().filter(CGrammar::isOperator).forEach(terminal -> {
                BitSet one = CGrammar.set(CGrammar.GRAMMAR.text(terminal));
                restrict(CGrammar.GRAMMAR.text(terminal), one);
                terminals.set(terminal, !one.isEmpty());
            });
        }
    }

    private void restrictBeginningOfName(String beginning, BitSet terminals) {
        boolean isValue = known.first(Role.VALUE, beginning).isPresent();
        Map<String, Type> members = members();
        boolean isMember = members == null
                ? known.first(Role.MEMBER, beginning).isPresent()
                : members.keySet().stream().anyMatch(name -> name.startsWith(beginning));
        if (!text.isJump() && text.missing.stream().noneMatch(label -> label.startsWith(beginning))) {
            terminals.clear(CGrammar.LABEL);
        }
        if (!isValue && text.scope.beginningWith(beginning).isEmpty()) {
            terminals.clear(CGrammar.VALUE);
        }
        if (!isValue) {
            terminals.andNot(CGrammar.MACROS);
        }
        if (!isMember) {
            terminals.clear(CGrammar.MEMBER);
        }
        if (known.first(Role.TYPE, beginning).isEmpty()) {
            terminals.clear(CGrammar.TYPE);
        }
        if (known.first(Role.TAG, text.last + " " + beginning).isEmpty()) {
            terminals.clear(CGrammar.TAG);
        }
    }

    /** Names of a class, some of which may stand here if any may. */
    List<String> examples(int terminal) {
        List<String> examples = new ArrayList<>();
        if (terminal == CGrammar.MEMBER) {
            Map<String, Type> members = members();
            examples.add(
                    members == null
                            ? known.shortest(Role.MEMBER)
                            : members.keySet().iterator().next());
        } else if (terminal == CGrammar.TAG) {
            String keyword = text.last + " ";
            known.first(Role.TAG, keyword).ifPresent(tag -> examples.add(tag.substring(keyword.length())));
        } else if (terminal == CGrammar.TYPE) {
            examples.add(known.shortest(Role.TYPE));
        } else if (terminal == CGrammar.VALUE) {
            examples.addAll(text.scope.beginningWith(""));
            examples.add(known.shortest(Role.VALUE));
        }
        return examples;
    }

    /** Names that begin so. */
    List<String> beginningWith(String beginning) {
        List<String> found = new ArrayList<>(text.scope.beginningWith(beginning));
        Map<String, Type> members = members();
        found.addAll(members == null ? Set.of() : members.keySet());
        for (Role role : Role.values()) {
            known.first(role, beginning).ifPresent(found::add);
        }
        return found;
    }
}
