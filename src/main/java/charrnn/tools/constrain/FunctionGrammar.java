package charrnn.tools.constrain;

import charrnn.tools.constrain.CScanner.Region;
import charrnn.tools.constrain.CScanner.Token;
import org.jspecify.annotations.Nullable;

/**
 * Follows a C text to the end of its next function definition, and knows which characters lead there. At the top level that
 * is the grammar of a head: specifiers, a name, a list of parameters, a body in braces. Text that a prime has begun and
 * that is no head, a variable with an initializer for instance, is followed without a rule to its end. Not thread-safe.
 */
final class FunctionGrammar {
    private enum Stage {
        /** Up to the parenthesis that ends the parameters. */
        HEAD,
        /** Between that and the body. */
        PARAMETERS_READ,
        BODY,
        /** The body's brace was the last character. */
        COMPLETE,
        /** A declaration that is no function definition. */
        OTHER
    }

    private enum Kind {
        TOP,
        PARAMETERS,
        /** Parentheses around the name of a pointer to a function. */
        DECLARATOR,
        /** Brackets with anything in them: an array's size, an attribute's arguments. */
        ARGUMENTS
    }

    /** An open bracket of the head, with what stands in it so far. */
    private record Frame(
            Kind kind, Specifiers specifiers, @Nullable Frame outer) {
        static final Frame TOP = new Frame(Kind.TOP, Specifiers.NONE, null);

        Frame with(Specifiers changed) {
            return new Frame(kind, changed, outer);
        }

        Frame open(Kind inner) {
            return new Frame(inner, Specifiers.NONE, this);
        }
    }

    private static final int LONGEST_WORD = 64; // no keyword is longer

    private Stage stage = Stage.HEAD;
    private Frame frame = Frame.TOP;
    private String word = ""; // the one under way
    private String lastWord = ""; // the one before the last white space

    FunctionGrammar() {}

    FunctionGrammar(FunctionGrammar other) {
        stage = other.stage;
        frame = other.frame;
        word = other.word;
        lastWord = other.lastWord;
    }

    /** Whether the last character ended a function. */
    boolean isComplete() {
        return stage == Stage.COMPLETE;
    }

    /** Whether {@link #allows} has a say here: in a head, outside of comments and directives. */
    boolean isInHead(CScanner scanner) {
        boolean head = stage == Stage.HEAD || stage == Stage.PARAMETERS_READ || stage == Stage.COMPLETE;
        return head && scanner.region() == Region.CODE && !scanner.isInDirective() && !scanner.isAfterBackslash();
    }

    /**
     * Goes on by a character.
     *
     * @param before the text without it
     * @param after the text with it
     */
    void accept(CScanner before, int codePoint, CScanner after) {
        if (stage == Stage.BODY) {
            if (codePoint == '}' && after.structure().code().isEmpty()) {
                begin();
                stage = Stage.COMPLETE;
            }
            return;
        }
        if (stage == Stage.COMPLETE) {
            stage = Stage.HEAD;
        }
        if (before.region() != Region.CODE || after.isInComment() || before.isInDirective() || after.isInDirective()) {
            return;
        }
        if (after.token() == Token.IDENTIFIER) {
            word = after.run() == 1 ? "" : word;
            word += word.length() < LONGEST_WORD ? Character.toString(codePoint) : "";
            return;
        }
        endWord();
        if (before.isAfterSlash()) {
            stage = Stage.OTHER; // the slash divides
        }
        if (after.token() != Token.SPACE && !after.isAfterSlash()) {
            punctuation(codePoint, after);
        } else if (stage == Stage.OTHER && codePoint == '\n' && before.last() == '}') {
            endOther(after);
        }
    }

    private void begin() {
        stage = Stage.HEAD;
        frame = Frame.TOP;
        word = "";
        lastWord = "";
    }

    private void endWord() {
        if (word.isEmpty()) {
            return;
        }
        if (stage == Stage.HEAD && frame.kind != Kind.ARGUMENTS) {
            frame = frame.with(frame.specifiers.after(word));
        }
        lastWord = word;
        word = "";
    }

    private void punctuation(int codePoint, CScanner after) {
        String last = lastWord;
        lastWord = "";
        if (stage == Stage.OTHER) {
            other(codePoint, after);
        } else if (frame.kind == Kind.ARGUMENTS) {
            arguments(codePoint);
        } else if (codePoint == '(' && Specifiers.isAttribute(last)) {
            frame = frame.open(Kind.ARGUMENTS);
        } else if (stage == Stage.PARAMETERS_READ) {
            afterParameters(codePoint);
        } else if (!head(codePoint)) {
            stage = Stage.OTHER;
            other(codePoint, after);
        }
    }

    private void other(int codePoint, CScanner after) {
        Brackets open = after.structure().code();
        if (codePoint == ';') {
            endOther(after);
        } else if (codePoint == '{' && open.depth() == 1 && open.before() == ')') {
            stage = Stage.BODY; // behind a macro, or a statement's
        }
    }

    private void endOther(CScanner after) {
        if (after.structure().code().isEmpty()) {
            begin();
        }
    }

    private void arguments(int codePoint) {
        if ("([{".indexOf(codePoint) >= 0) {
            frame = frame.open(Kind.ARGUMENTS);
        } else if (")]}".indexOf(codePoint) >= 0 && frame.outer != null) {
            frame = frame.outer;
        }
    }

    private void afterParameters(int codePoint) {
        switch (codePoint) {
            case '{' -> stage = Stage.BODY;
            case ';' -> begin();
            case '(' -> frame = frame.open(Kind.ARGUMENTS);
            default -> stage = Stage.OTHER;
        }
    }

    /** Goes on by punctuation; false where no head has it. */
    private boolean head(int codePoint) {
        if (codePoint == ';' && frame.kind == Kind.TOP) {
            begin();
            return true;
        }
        // A macro's name stands where a type does: SYSCALL_DEFINE0(fork). It may be read, but is not written.
        boolean macro = codePoint == '(' && frame.kind == Kind.TOP && frame.specifiers == Specifiers.TYPE;
        if (!macro && !takes(frame, codePoint)) {
            return false;
        }
        frame = switch (codePoint) {
            case '*' -> frame.with(Specifiers.POINTER);
            case ',' -> frame.with(Specifiers.COMMA);
            case '.' -> frame.with(frame.specifiers.afterDot());
            case '[' -> frame.open(Kind.ARGUMENTS);
            case '(' -> frame.open(opened());
            default -> closed();
        };
        return true;
    }

    private Kind opened() {
        boolean pointer = frame.kind == Kind.PARAMETERS && frame.specifiers != Specifiers.FUNCTION_POINTER;
        return pointer ? Kind.DECLARATOR : Kind.PARAMETERS;
    }

    private Frame closed() {
        Frame outer = frame.outer == null ? Frame.TOP : frame.outer;
        if (outer.kind == Kind.TOP) {
            stage = Stage.PARAMETERS_READ;
            return outer;
        }
        return outer.with(frame.kind == Kind.DECLARATOR ? Specifiers.FUNCTION_POINTER : Specifiers.NAME);
    }

    /** Whether punctuation may stand in a frame. */
    private static boolean takes(Frame frame, int codePoint) {
        Specifiers specifiers = frame.specifiers;
        return switch (frame.kind) {
            case TOP ->
                switch (codePoint) {
                    case '*' -> specifiers.takesAsterisk();
                    case '(' -> specifiers == Specifiers.NAME;
                    default -> false;
                };
            case PARAMETERS ->
                switch (codePoint) {
                    case '*' -> specifiers.takesAsterisk();
                    case '(' -> specifiers.takesAsterisk() || specifiers == Specifiers.FUNCTION_POINTER;
                    case '[' -> specifiers == Specifiers.NAME;
                    case ',' -> specifiers.hasType();
                    case ')' ->
                        specifiers.hasType() || specifiers == Specifiers.NONE || specifiers == Specifiers.ELLIPSIS;
                    case '.' -> specifiers.afterDot() != specifiers;
                    default -> false;
                };
            case DECLARATOR ->
                switch (codePoint) {
                    case '*' -> specifiers == Specifiers.NONE || specifiers == Specifiers.POINTER;
                    case ')' -> specifiers == Specifiers.NAME;
                    default -> false;
                };
            case ARGUMENTS -> true;
        };
    }

    /**
     * Whether a character may come next, where {@link #isInHead}.
     *
     * @param scanner the text so far
     */
    boolean allows(CScanner scanner, int codePoint) {
        if (scanner.isAfterSlash()) {
            return codePoint == '*' || codePoint == '/';
        }
        if (frame.kind == Kind.ARGUMENTS) {
            return codePoint < 128 && (Character.isLetterOrDigit(codePoint) || "_ +-*)]".indexOf(codePoint) >= 0);
        }
        boolean inWord = isInWord(scanner);
        if (Character.isLetter(codePoint) || codePoint == '_' || (inWord && Character.isDigit(codePoint))) {
            return codePoint < 128 && (inWord || mayBeginWord(codePoint));
        }
        if (stage == Stage.PARAMETERS_READ) {
            boolean space = codePoint == '\n' || codePoint == ' ';
            return codePoint == '{' || (space && scanner.token() != Token.SPACE);
        }
        Frame here = completed(scanner);
        if (codePoint == ' ' || codePoint == '\t' || codePoint == '\n') {
            return takesSpace(here, scanner, codePoint);
        }
        boolean comment = codePoint == '/' && here.equals(Frame.TOP);
        return comment || (takes(here, codePoint) && isDefined(here, codePoint));
    }

    /** The parameters of a definition have names; a declaration's need none. */
    private static boolean isDefined(Frame here, int codePoint) {
        boolean outermost = here.outer != null && here.outer.kind == Kind.TOP;
        boolean void_ = here.specifiers == Specifiers.VOID && codePoint == ')';
        boolean named = here.specifiers == Specifiers.NAME || here.specifiers == Specifiers.ELLIPSIS;
        return !outermost || (codePoint != ',' && codePoint != ')') || named || void_;
    }

    private static boolean isInWord(CScanner scanner) {
        return scanner.token() == Token.IDENTIFIER;
    }

    /** Names of the outermost level that begin with an underscore are reserved, and often attributes by macros. */
    private boolean mayBeginWord(int codePoint) {
        return (codePoint != '_' || !frame.specifiers.hasType())
                && stage == Stage.HEAD
                && frame.specifiers.takesWord()
                && (frame.kind != Kind.DECLARATOR || frame.specifiers == Specifiers.POINTER);
    }

    /** The frame as it is if the word under way ends here. */
    private Frame completed(CScanner scanner) {
        return isInWord(scanner) ? frame.with(frame.specifiers.after(word)) : frame;
    }

    private static boolean takesSpace(Frame here, CScanner scanner, int space) {
        boolean begins = here.specifiers == Specifiers.NONE || here.specifiers == Specifiers.COMMA;
        boolean afterSpace = scanner.token() == Token.SPACE;
        return switch (here.kind) {
            case TOP -> begins || (here.specifiers != Specifiers.NAME && !afterSpace);
            case PARAMETERS -> begins ? space != '\n' || !afterSpace : here.specifiers.takesWord() && !afterSpace;
            default -> false;
        };
    }

    /** The character that goes on from here if the word under way ends; 0 where none does. */
    int wordEnd(CScanner scanner) {
        if (!isInWord(scanner) || frame.kind == Kind.ARGUMENTS || stage != Stage.HEAD) {
            return 0;
        }
        Frame here = completed(scanner);
        if (here.kind == Kind.TOP) {
            return here.specifiers == Specifiers.NAME ? '(' : ' ';
        }
        return takes(here, ')') && isDefined(here, ')') ? ')' : ' ';
    }
}
