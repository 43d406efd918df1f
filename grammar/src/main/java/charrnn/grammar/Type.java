package charrnn.grammar;

import java.util.Set;

/**
 * A type, as far as the operators and the members of its values need it.
 *
 * @param base a structure such as {@code struct s}, the name of a type, a keyword, or empty if it is unknown
 * @param pointers number of pointers and dimensions
 * @param isArray whether the first of them is a dimension
 */
record Type(String base, int pointers, boolean isArray) {
    static final Type UNKNOWN = new Type("", 0);

    /** What a macro declares: no function, and nothing that is a number. */
    static final Type OBJECT = new Type("object", 0);

    static final Type VOID = new Type("void", 0);

    /** The keywords of arithmetic types and {@code void}. */
    static final Set<String> BASIC =
            Set.of("void char short int long float double signed unsigned _Bool bool __int128".split(" "));

    static final Set<String> STRUCTURES = Set.of("struct", "union", "enum");

    Type(String base, int pointers) {
        this(base, pointers, false);
    }

    boolean isUnknown() {
        return base.isEmpty();
    }

    /** Whether a function with results of this type must return one. */
    boolean isReturned() {
        return !isUnknown() && !equals(VOID);
    }

    boolean isPointer() {
        return pointers > 0;
    }

    /** Whether the base is a keyword: such values have no members, however many pointers lead to them. */
    boolean isBasic() {
        return BASIC.contains(base);
    }

    /** The type with more or fewer pointers. */
    Type with(int more) {
        return new Type(base, pointers + more);
    }

    /** Whether a value of another type may be assigned to this one without a cast. */
    boolean accepts(Type other) {
        if (isUnknown() || other.isUnknown() || other.equals(OBJECT)) {
            return true;
        }
        boolean areEqual = base.equals(other.base) || (isBasic() && other.isBasic());
        boolean isAnyPointer = isPointer() && other.isPointer() && (equals(VOID.with(1)) || other.equals(VOID.with(1)));
        return isAnyPointer || (pointers == other.pointers && areEqual);
    }
}
