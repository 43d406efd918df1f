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
record Value(Type type, @Nullable Arguments arguments, boolean isMacro) {
    /** Pointers to functions, and what may be one. */
    static final Value UNKNOWN = new Value(Type.UNKNOWN, Arguments.ANY, false);

    /** A number that a macro or an enumeration names. */
    static final Value CONSTANT = new Value(new Type("int", 0), null, true);

    static final Value NULL = of(Type.VOID.with(1));

    /**
     * The arguments of a function.
     *
     * @param least their least number
     * @param most their greatest number
     * @param types the first ones' types; fewer if they are unknown
     */
    record Arguments(int least, int most, List<Type> types) {
        static final Arguments ANY = new Arguments(0, Integer.MAX_VALUE, List.of());

        /** The type of an argument, from 0. */
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
    static Value of(Type type) {
        return type.isUnknown() ? UNKNOWN : new Value(type, null, false);
    }

    Value with(Type other) {
        return new Value(other, arguments, isMacro);
    }

    boolean isConstant() {
        return arguments == null && isMacro;
    }

    /** Whether it is a function and nothing else. */
    boolean isFunction() {
        return arguments != null && !arguments.equals(Arguments.ANY) && !isMacro;
    }

    /** What may be used in either way, since it is declared twice. */
    Value or(Value other) {
        Arguments either = arguments == null || other.arguments == null
                ? arguments == other.arguments ? null : Arguments.ANY
                : arguments.or(other.arguments);
        return new Value(
                type.equals(other.type) ? type : Type.UNKNOWN,
                either,
                isMacro && other.isMacro && isConstant() == other.isConstant());
    }
}
