package charrnn.tools.constrain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable stack of the open constructs of a function's body; {@link #NONE} outside of bodies.
 *
 * @param keyword the keyword that parentheses belong to, empty for none
 * @param openDos number of open {@code do}s whose {@code while} has not been read
 */
record Construct(
        Kind kind,
        String keyword,
        Use use,
        int openDos,
        @Nullable Construct outer) {
    enum Kind {
        NONE,
        BLOCK,
        VALUES, // braces around the values of an initializer
        MEMBERS, // braces around the members of a structure, a union or an enumeration
        PARENTHESES,
        IF, // the statement after "if (…)"
        IF_END, // after that statement, where else may come
        ELSE, // the statement after else
        LOOP, // the statement after the head of a loop
        SWITCH, // the statement after the head of a switch
        DO, // the statement after do
        DO_WHILE, // after that statement, where while must come
        DO_END // after the condition, where a semicolon must come
    }

    /** The syntactic role of parentheses, as far as it is known. */
    enum Use {
        MAYBE_CAST,
        CALL,
        OTHER // any other role, or unknown
    }

    static final Construct NONE = new Construct(Kind.NONE, "", Use.OTHER, 0, null);

    Construct push(Kind inner) {
        int further = inner == Kind.DO || inner == Kind.DO_WHILE ? 1 : 0;
        return new Construct(inner, "", Use.OTHER, openDos + further, this);
    }

    Construct pushParentheses(String of, Use as) {
        return new Construct(Kind.PARENTHESES, of, as, openDos, this);
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

    /** Whether the innermost construct holds statements: not parentheses, an initializer or members. */
    boolean isStatement() {
        return kind != Kind.PARENTHESES && kind != Kind.VALUES && kind != Kind.MEMBERS;
    }

    /** The same parentheses, no longer a possible cast. */
    Construct withoutCast() {
        return use == Use.MAYBE_CAST ? new Construct(kind, keyword, Use.OTHER, openDos, outer) : this;
    }

    /** The stack without the innermost block. */
    Construct endBlock() {
        Construct at = this;
        while (!at.isEmpty() && at.kind != Kind.BLOCK) {
            at = at.pop();
        }
        return at.pop();
    }

    /** Whether one of these constructs is open. */
    boolean isInside(Set<Kind> kinds) {
        Construct at = this;
        while (!at.isEmpty() && !kinds.contains(at.kind)) {
            at = at.pop();
        }
        return !at.isEmpty();
    }

    /** The stack after the innermost statement is complete, and with it each {@code else}, loop and {@code switch} whose body it is. */
    Construct complete() {
        Construct at = this;
        while (at.kind == Kind.ELSE || at.kind == Kind.LOOP || at.kind == Kind.SWITCH) {
            at = at.pop();
        }
        return switch (at.kind) {
            case IF -> at.pop().push(Kind.IF_END);
            case DO -> at.pop().push(Kind.DO_WHILE);
            default -> at;
        };
    }

    /** The stack without statements that an {@code else} or the rest of a {@code do} could continue. */
    Construct endPending() {
        Construct at = this;
        while (at.kind == Kind.IF_END || at.kind == Kind.DO_WHILE || at.kind == Kind.DO_END) {
            at = at.pop().complete();
        }
        return at;
    }
}
