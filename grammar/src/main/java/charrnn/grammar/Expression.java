package charrnn.grammar;

import charrnn.grammar.Symbol.Arguments;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The unfinished expression or declaration before a position, as far as the types of its operands are known: which tokens may follow
 * an operand, and which operand may follow. Immutable.
 *
 * @param open the innermost open bracket; null for none
 * @param declaring the type that the current declaration began with, with the pointers of the current declarator; null for none
 * @param value the operand that ends here; null if there is none, or it is unknown
 * @param prefix the operators before the operand: a binary one with a blank, then unary ones
 * @param wanted the type that the whole expression should have
 */
record Expression(
        @Nullable Bracket open,
        @Nullable Type declaring,
        @Nullable Symbol value,
        String prefix,
        Type wanted) {
    /**
     * An open bracket.
     *
     * @param arguments of the call that it begins; null if it begins none, or its function is unknown
     * @param commas number of arguments that have ended
     * @param result the value of the whole call or access
     * @param before what was before it
     */
    record Bracket(
            @Nullable Arguments arguments,
            int commas,
            @Nullable Symbol result,
            Expression before) {
        /** Number of arguments that the call needs after the current one. */
        int missing() {
            return arguments == null ? 0 : Math.max(0, arguments.least() - commas - 1);
        }
    }

    static final Expression NONE = new Expression(null, null, null, "", Type.UNKNOWN);

    private static final int MAX_CALLS = 3; // in each other's arguments

    private static final Set<String> BEFORE_OPERAND = Set.of("=", "(", ",", "return", "?", ":");
    private static final Set<String> BEFORE_STATEMENT = Set.of("", "{", "}", ";", ")", ":", "else", "do");
    private static final Set<String> AFTER_EXPRESSION = Set.of(",", ")", ";", ":", "]");
    private static final Set<String> ACCESSES = Set.of("->", ".", "[", "++", "--");
    private static final Set<String> STEPS = Set.of("++", "--");
    private static final Set<String> PLACES = Set.of("&", "++", "--"); // unary operators whose operand is no constant
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<=", ">=");
    private static final Set<String> AFTER_STRUCTURE = Set.of(",", ")", "=", ";", "}");
    private static final Set<String> WITHOUT_POINTERS =
            Set.of("|", "&", "^", "*", "/", "%", "<<", ">>", "|=", "&=", "^=", "*=", "/=", "%=", "<<=", ">>=");

    private static final Type INDEX = new Type("int", 0);

    /** Whether the innermost call needs more arguments than the current one. */
    boolean lacksArgument() {
        return open != null && open.missing() > 0;
    }

    /** Number of arguments that all open calls need after the current ones. */
    int missingArguments() {
        return open == null ? 0 : open.missing() + open.before().missingArguments();
    }

    private int calls() {
        return open == null
                ? 0
                : (open.arguments() == null ? 0 : 1) + open.before().calls();
    }

    /** Whether the position is in the last argument of a call, or in none. */
    boolean isLastArgument() {
        return open == null
                || open.arguments() == null
                || open.commas() + 1 == open.arguments().most();
    }

    private String unary() {
        return prefix.substring(prefix.indexOf(' ') + 1);
    }

    private long stars() {
        return unary().chars().filter(operator -> operator == '*').count();
    }

    /** The members that may follow a dot or an arrow; null if any may. */
    @Nullable
    Map<String, Type> members(SymbolTable symbols) {
        Map<String, Type> members = value == null
                ? null
                : symbols.members(symbols.resolved(value.type()).base());
        return members == null || members.isEmpty() ? null : members;
    }

    /** Whether a call has as many arguments as its function takes, if a token comes next. */
    boolean hasArguments(String token, String last) {
        if (open == null || open.arguments() == null) {
            return true;
        }
        int given = open.commas() + (last.equals("(") ? 0 : 1);
        return switch (token) {
            case ")" -> given >= open.arguments().least();
            case "," -> given < open.arguments().most();
            default -> !last.equals("(") || open.arguments().most() > 0;
        };
    }

    /** Whether a value may be the next operand, or a member of it or what it points to. */
    boolean mayBegin(SymbolTable symbols, Symbol operand, String last) {
        Type type = symbols.resolved(operand.type());
        boolean isFunction = operand.arguments() != null;
        boolean isIgnored = isFunction && type.equals(Type.VOID) && !BEFORE_STATEMENT.contains(last);
        boolean isTooDeep = isFunction && calls() >= MAX_CALLS;
        boolean isNoPointer = type.isBasic() && type.pointers() < stars();
        boolean isNumber = type.isBasic() && !type.isPointer() && !type.equals(Type.VOID);
        boolean isPointerWanted = symbols.resolved(wanted).isPointer() && BEFORE_OPERAND.contains(last);
        boolean isObject = type.equals(Type.OBJECT) && !prefix.endsWith("&");
        boolean isNoPlace = operand.isConstant() && PLACES.contains(unary());
        return !isIgnored && !isTooDeep && !isNoPointer && !isObject && !isNoPlace && !(isNumber && isPointerWanted);
    }

    boolean mayBeNumber(SymbolTable symbols, String last) {
        Type type = symbols.resolved(wanted);
        boolean isStructureWanted =
                !type.isPointer() && symbols.members(type.base()) != null && BEFORE_OPERAND.contains(last);
        return !isStructureWanted && !unary().contains("*") && !unary().contains("&");
    }

    /** Whether a token that is no name may follow. */
    boolean allows(SymbolTable symbols, String token) {
        if (value == null) {
            return true;
        }
        if (value.arguments() != null) {
            return mayFollowFunction(value.arguments(), value.isMacro(), token);
        }
        if (AFTER_EXPRESSION.contains(token) && !symbols.resolved(wanted).accepts(symbols.resolved(type(value)))) {
            return false;
        }
        Type type = symbols.resolved(value.type());
        boolean isAddress = unary().endsWith("&");
        boolean isStep = STEPS.contains(token);
        boolean isAssignment = token.endsWith("=") && !COMPARISONS.contains(token);
        boolean isNoPlace = value.isConstant() || (type.isArray() && prefix.isEmpty());
        if ((isStep && isAddress) || (isNoPlace && (isStep || isAssignment))) {
            return false;
        }
        boolean hasMembers = symbols.members(type.base()) != null;
        if (!type.isPointer() && (hasMembers || type.equals(Type.OBJECT))) { // no operator takes a whole structure
            return (token.equals(".") && hasMembers)
                    || (AFTER_STRUCTURE.contains(token) && (prefix.isEmpty() || isAddress));
        }
        if (hasMembers && type.pointers() == stars() && !ACCESSES.contains(token)) {
            return AFTER_STRUCTURE.contains(token) && prefix.equals("*".repeat(type.pointers()));
        }
        boolean isPointer = type.isPointer() || (unary().equals("&") && !ACCESSES.contains(token));
        if (isPointer && rejectsPointer(token)) {
            return false;
        }
        boolean isIncomplete = symbols.isIncomplete(type.base());
        boolean isKnown = hasMembers || isIncomplete || type.isBasic();
        return !isKnown
                || switch (token) {
                    case "->" -> hasMembers && !type.isBasic() && type.pointers() == 1;
                    case "[" -> type.isPointer();
                    case ".", "(" -> false;
                    default -> true;
                };
    }

    private boolean mayFollowFunction(Arguments arguments, boolean isMacro, String token) {
        if (isMacro) {
            return token.equals("(");
        }
        boolean isAddress = unary().endsWith("&");
        boolean isCondition = token.equals(")") && (open == null || open.arguments() == null);
        boolean isValue = AFTER_EXPRESSION.contains(token)
                && !isCondition
                && wanted.isUnknown()
                && (prefix.isEmpty() || prefix.equals("&"));
        return isValue || (!isAddress && (token.equals("(") || arguments.equals(Arguments.ANY)));
    }

    /** Whether a token after a pointer, or the operators before it, take no pointer. */
    private boolean rejectsPointer(String token) {
        boolean isBinary = prefix.endsWith(" ");
        boolean isBeforeNumber = prefix.endsWith("~")
                || prefix.equals("+ ")
                || (isBinary && WITHOUT_POINTERS.contains(prefix.stripTrailing()));
        boolean isAccess = token.equals("[") || token.equals("->"); // whose result may be a number
        return WITHOUT_POINTERS.contains(token) || (isBeforeNumber && !isAccess);
    }

    /** The type of a value with the operators before it; unknown if these are others than asterisks and ampersands. */
    private Type type(Symbol operand) {
        int pointers = 0;
        for (char operator : prefix.toCharArray()) {
            if (operator != '*' && operator != '&') {
                return Type.UNKNOWN;
            }
            pointers += operator == '&' ? 1 : -1;
        }
        Type type = operand.type();
        return type.isUnknown() || type.pointers() + pointers < 0 ? Type.UNKNOWN : type.with(pointers);
    }

    /**
     * The expression after a token.
     *
     * @param function the state before the token
     * @param classes the token's classes
     * @param declares whether it is a name that a declaration declares
     */
    Expression after(FunctionState function, String token, BitSet classes, boolean declares) {
        if (CGrammar.OPENING.contains(token)) {
            return opened(function, token);
        }
        if (CGrammar.CLOSING.contains(token)) {
            return open == null
                    ? NONE
                    : new Expression(
                            open.before.open,
                            token.equals("}") ? null : open.before.declaring,
                            open.result,
                            open.before.prefix,
                            open.before.wanted);
        }
        if (token.equals(",")) {
            return comma(function.braces > 0);
        }
        return new Expression(
                open,
                declaringAfter(token, classes, function.last),
                declares ? null : valueAfter(function, token, classes),
                prefixAfter(token, classes, function.last),
                wantedAfter(function, token));
    }

    private Expression opened(FunctionState function, String token) {
        Arguments arguments = token.equals("(") && value != null ? value.arguments() : null;
        boolean isIndex = token.equals("[") || function.last.equals("switch");
        boolean isFunctionPointer = token.equals("(")
                && declaring != null
                && !function.scope.types().containsKey(function.last);
        return new Expression(
                new Bracket(arguments, 0, result(function.symbols, token), this),
                isFunctionPointer ? Type.UNKNOWN : null,
                null,
                "",
                arguments != null ? arguments.type(0) : isIndex ? INDEX : Type.UNKNOWN);
    }

    private @Nullable Symbol result(@Nullable SymbolTable symbols, String bracket) {
        if (value == null || symbols == null) {
            return null;
        }
        Type type = symbols.resolved(value.type());
        return switch (bracket) {
            case "(" -> new Symbol(value.type(), null, false);
            case "[" -> type.isPointer() ? new Symbol(type.with(-1), null, false) : null;
            default -> null;
        };
    }

    private Expression comma(boolean isInBody) {
        Bracket next =
                open == null ? null : new Bracket(open.arguments(), open.commas() + 1, open.result(), open.before());
        return new Expression(
                next,
                declaring == null || !isInBody ? null : new Type(declaring.base(), 0),
                null,
                "",
                next == null || next.arguments() == null
                        ? Type.UNKNOWN
                        : next.arguments().type(next.commas()));
    }

    private @Nullable Symbol valueAfter(FunctionState function, String token, BitSet classes) {
        SymbolTable symbols = function.symbols;
        boolean isAccess = token.equals("->") || token.equals(".");
        if (symbols == null || isAccess) {
            return isAccess ? value : null;
        }
        if (classes.get(CGrammar.MEMBER) && function.isAccess()) {
            Map<String, Type> members = members(symbols);
            Type type = members == null ? null : members.get(token);
            return type == null ? null : Symbol.of(type);
        }
        return classes.get(CGrammar.VALUE) || classes.intersects(CGrammar.MACROS) ? function.symbol(token) : null;
    }

    private String prefixAfter(String token, BitSet classes, String last) {
        if (classes.intersects(CGrammar.USES) || ACCESSES.contains(token)) {
            return prefix;
        }
        if (Tokens.kind(token) != Tokens.Kind.OPERATOR || ";:?=".contains(token)) {
            return "";
        }
        boolean isBinary = last.equals(")") || last.equals("]") || CGrammar.isOperand(last);
        return isBinary ? token + " " : prefix + token;
    }

    private Type wantedAfter(FunctionState function, String token) {
        return switch (token) {
            case "=" -> {
                Type declared = declaring == null ? null : function.scope.type(function.last);
                yield value != null ? type(value) : declared == null ? Type.UNKNOWN : declared;
            }
            case "return" -> function.result();
            case ";" -> Type.UNKNOWN;
            default -> wanted;
        };
    }

    private @Nullable Type declaringAfter(String token, BitSet classes, String last) {
        if (token.equals(";")) {
            return null;
        }
        if (token.equals("*") && declaring != null && !declaring.isUnknown()) {
            return declaring.with(1);
        }
        if (Type.BASIC.contains(token)) {
            return new Type(token, 0);
        }
        if (classes.get(CGrammar.TAG) && Type.STRUCTURES.contains(last)) {
            return new Type(last + " " + token, 0);
        }
        return classes.get(CGrammar.TYPE) && !classes.get(CGrammar.VALUE) ? new Type(token, 0) : declaring;
    }
}
