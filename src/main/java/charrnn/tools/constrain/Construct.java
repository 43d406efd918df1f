package charrnn.tools.constrain;

import org.jspecify.annotations.Nullable;

/**
 * The innermost open construct of a function's body, with those around it: an immutable stack, {@link #NONE} outside of
 * bodies.
 *
 * @param keyword of parentheses: the keyword that they belong to, empty for none
 * @param use of parentheses
 * @param dos how many of the constructs belong to a {@code do} without its {@code while}
 */
record Construct(
        Kind kind,
        String keyword,
        Use use,
        int dos,
        @Nullable Construct outer) {
    enum Kind {
        NONE,
        BLOCK,
        /** Braces around the values of an initializer. */
        VALUES,
        /** Braces around the members of a structure, a union or an enumeration. */
        MEMBERS,
        PARENTHESES,
        /** The statement after {@code if (…)}. */
        IF,
        /** The place after that statement, where {@code else} may come. */
        IF_END,
        /** The statement after {@code else} or the head of a loop. */
        LOOP,
        /** The statement after {@code do}. */
        DO,
        /** The place after that statement, where {@code while} must come. */
        DO_WHILE,
        /** The place after its condition, where a semicolon must come. */
        DO_END
    }

    /** What parentheses may be. */
    enum Use {
        CAST,
        CALL,
        OTHER
    }

    static final Construct NONE = new Construct(Kind.NONE, "", Use.OTHER, 0, null);

    Construct push(Kind inner) {
        int further = inner == Kind.DO || inner == Kind.DO_WHILE ? 1 : 0;
        return new Construct(inner, "", Use.OTHER, dos + further, this);
    }

    Construct pushParentheses(String of, Use as) {
        return new Construct(Kind.PARENTHESES, of, as, dos, this);
    }

    Construct pop() {
        return outer == null ? this : outer;
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isEmpty() {
        return outer == null;
    }

    /** Whether the place is neither in parentheses nor in braces that hold no statements. */
    boolean isStatement() {
        return kind != Kind.PARENTHESES && kind != Kind.VALUES && kind != Kind.MEMBERS;
    }

    /** The same parentheses with something in them that no type has. */
    Construct withoutCast() {
        return use == Use.CAST ? new Construct(kind, keyword, Use.OTHER, dos, outer) : this;
    }

    /** What is around the innermost block. */
    Construct endBlock() {
        Construct at = this;
        while (!at.isEmpty() && at.kind != Kind.BLOCK) {
            at = at.pop();
        }
        return at.pop();
    }

    /** Without the statement that is complete and those that it is the last part of. */
    Construct complete() {
        Construct at = this;
        while (at.kind == Kind.LOOP) {
            at = at.pop();
        }
        return switch (at.kind) {
            case IF -> at.pop().push(Kind.IF_END);
            case DO -> at.pop().push(Kind.DO_WHILE);
            default -> at;
        };
    }

    /** The place of the next statement where no {@code else} comes, or the rest of a {@code do} is missing. */
    Construct resolve() {
        Construct at = this;
        while (at.kind == Kind.IF_END || at.kind == Kind.DO_WHILE || at.kind == Kind.DO_END) {
            at = at.pop().complete();
        }
        return at;
    }
}
