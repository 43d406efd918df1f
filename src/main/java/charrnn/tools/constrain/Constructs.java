package charrnn.tools.constrain;

import org.jspecify.annotations.Nullable;

/** The statements, blocks, parentheses and braces under way in a function's body; empty outside of bodies. */
final class Constructs {
    /** A construct under way. */
    enum Kind {
        BLOCK,
        /** Braces around the values of an initializer. */
        VALUES,
        /** Braces around the members of a structure, a union or an enumeration. */
        MEMBERS,
        PARENTHESES,
        /** The statement behind {@code if (…)}. */
        IF,
        /** The place behind that statement, where {@code else} may come. */
        IF_END,
        /** The statement behind {@code else} or the head of a loop. */
        LOOP,
        /** The statement behind {@code do}. */
        DO,
        /** The place behind that statement, where {@code while} must come. */
        DO_WHILE,
        /** The place behind its condition, where a semicolon must come. */
        DO_END
    }

    /** What parentheses may be. */
    enum Use {
        CAST,
        CALL,
        OTHER
    }

    /**
     * A construct, an immutable list with those around it.
     *
     * @param keyword of parentheses: the one that they belong to; empty for none
     * @param use of parentheses: what they may be
     * @param dos how many constructs of {@code do} this one and those around it are
     * @param outer what is around it
     */
    private record Frame(
            Kind kind,
            String keyword,
            Use use,
            int dos,
            @Nullable Frame outer) {}

    private @Nullable Frame top;

    Constructs() {}

    Constructs(Constructs other) {
        top = other.top;
    }

    void clear() {
        top = null;
    }

    boolean isEmpty() {
        return top == null;
    }

    void push(Kind kind) {
        push(kind, "", Use.OTHER);
    }

    void pushParentheses(String keyword, Use use) {
        push(Kind.PARENTHESES, keyword, use);
    }

    private void push(Kind kind, String keyword, Use use) {
        int further = kind == Kind.DO || kind == Kind.DO_WHILE ? 1 : 0;
        top = new Frame(kind, keyword, use, dos() + further, top);
    }

    void pop() {
        top = top == null ? null : top.outer;
    }

    /** Whether the innermost construct is of a kind. */
    boolean is(Kind kind) {
        return top != null && top.kind == kind;
    }

    /** Whether the place is neither in parentheses nor in braces that hold no statements. */
    boolean isStatement() {
        return !is(Kind.PARENTHESES) && !is(Kind.VALUES) && !is(Kind.MEMBERS);
    }

    /** The keyword that the innermost parentheses belong to; empty for none. */
    String keyword() {
        return top == null ? "" : top.keyword;
    }

    /** What the innermost parentheses may be. */
    Use use() {
        return top == null ? Use.OTHER : top.use;
    }

    /** The innermost parentheses hold what no type has. */
    void noCast() {
        if (top != null && top.use == Use.CAST) {
            top = new Frame(top.kind, top.keyword, Use.OTHER, top.dos, top.outer);
        }
    }

    /** How many {@code do} wait for their {@code while}. */
    int dos() {
        return top == null ? 0 : top.dos;
    }

    /** Ends the innermost block, with all that is under way in it. */
    void endBlock() {
        while (top != null && top.kind != Kind.BLOCK) {
            pop();
        }
        pop();
    }

    /** A statement is complete, and so are those that it is the last part of. */
    void complete() {
        while (is(Kind.LOOP)) {
            pop();
        }
        if (is(Kind.IF)) {
            pop();
            push(Kind.IF_END);
        } else if (is(Kind.DO)) {
            pop();
            push(Kind.DO_WHILE);
        }
    }

    /** No {@code else} comes; or the rest of a {@code do} is missing. */
    void resolve() {
        while (is(Kind.IF_END) || is(Kind.DO_WHILE) || is(Kind.DO_END)) {
            pop();
            complete();
        }
    }
}
