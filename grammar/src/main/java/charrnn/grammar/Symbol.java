package charrnn.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable, constant, function or macro, or the value of an expression.
 *
 * @param type its type; of a function, that of its results
 * @param arguments what it takes; null if it is no function
 * @param isMacro whether it is a macro with arguments, which nothing but a call may name; without them, a constant
 */
record Symbol(Type type, @Nullable Arguments arguments, boolean isMacro) {
    /** Pointers to functions, and what may be one. */
    static final Symbol UNKNOWN = new Symbol(Type.UNKNOWN, Arguments.ANY, false);

    /** A number that a macro or an enumeration names. */
    static final Symbol CONSTANT = new Symbol(new Type("int", 0), null, true);

    static final Symbol NULL = of(Type.VOID.with(1));

    /**
     * The arguments of a function.
     *
     * @param least their least number
     * @param most their greatest number
     * @param types the first ones' types; fewer if they are unknown
     */
    record Arguments(int least, int most, List<Type> types) {
        static final Arguments ANY = new Arguments(0, Integer.MAX_VALUE, List.of());

        Type type(int number) {
            return number < types.size() ? types.get(number) : Type.UNKNOWN;
        }

        private Arguments or(Arguments other) {
            return new Arguments(
                    Math.min(least, other.least),
                    Math.max(most, other.most),
                    types.equals(other.types) ? types : List.of());
        }
    }

    /** A value of a type; of an unknown one, it may be a pointer to a function. */
    static Symbol of(Type type) {
        return type.isUnknown() ? UNKNOWN : new Symbol(type, null, false);
    }

    Symbol with(Type other) {
        return new Symbol(other, arguments, isMacro);
    }

    boolean isConstant() {
        return arguments == null && isMacro;
    }

    /** Whether it is a function and nothing else. */
    boolean isFunction() {
        return arguments != null && !arguments.equals(Arguments.ANY) && !isMacro;
    }

    /** The union of two declarations of one name: either use is allowed. */
    Symbol or(Symbol other) {
        Arguments either = arguments == null || other.arguments == null
                ? arguments == other.arguments ? null : Arguments.ANY
                : arguments.or(other.arguments);
        return new Symbol(
                type.equals(other.type) ? type : Type.UNKNOWN,
                either,
                isMacro && other.isMacro && isConstant() == other.isConstant());
    }
}
