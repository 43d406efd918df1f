package charrnn.tools.constrain;

import charrnn.tools.constrain.BracketStructure.Brackets;
import charrnn.tools.constrain.CScanner.Region;
import org.jspecify.annotations.Nullable;

/**
 * Follows a C text to the end of its next function definition, and has the rules of which characters lead there. At the top
 * level that is the grammar of a head: specifiers, a name, a list of parameters, a body in braces. Text of a prime that is
 * no head, a variable with an initializer for instance, is followed to its end without a rule. Not thread-safe.
 */
final class FunctionGrammar extends State<FunctionGrammar> {
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

    /** What surrounds a place in a head. */
    enum Kind {
        TOP,
        PARAMETERS,
        /** Parentheses around the name of a pointer to a function. */
        DECLARATOR,
        /** Brackets with anything in them: an array's size, an attribute's arguments. */
        ARGUMENTS
    }

    /** An open bracket of the head, and what stands in it so far. */
    private record Frame(
            Kind kind, Specifiers specifiers, @Nullable Frame outer) {
        static final Frame TOP = new Frame(Kind.TOP, Specifiers.NONE, null);

        Frame with(Specifiers changed) {
            return new Frame(kind, changed, outer);
        }

        Frame open(Kind inner) {
            return new Frame(inner, Specifiers.NONE, this);
        }

        /** Whether punctuation may stand here. */
        boolean takes(int codePoint) {
            return specifiers.takes(kind, codePoint);
        }

        /** Whether punctuation may stand here in a definition, whose parameters have names; a declaration's need none. */
        boolean takesInDefinition(int codePoint) {
            boolean parameter = outer != null && outer.kind == Kind.TOP && (codePoint == ',' || codePoint == ')');
            boolean named = specifiers == Specifiers.NAME || specifiers == Specifiers.ELLIPSIS;
            boolean none = specifiers == Specifiers.VOID && codePoint == ')';
            return takes(codePoint) && (!parameter || named || none);
        }

        boolean takesSpace(int space, boolean afterSpace) {
            boolean begins = specifiers.isBeginning();
            return switch (kind) {
                case TOP -> begins || (specifiers != Specifiers.NAME && !afterSpace);
                case PARAMETERS -> begins ? space != '\n' || !afterSpace : specifiers.takesWord() && !afterSpace;
                default -> false;
            };
        }
    }

    private Stage stage = Stage.HEAD;
    private Frame frame = Frame.TOP;
    private String lastWord = ""; // the one before the last white space

    /** Whether the last character ended a function. */
    boolean isComplete() {
        return stage == Stage.COMPLETE;
    }

    /** Whether {@link #allows} has the rules of this place: in a head, outside of comments and directives. */
    boolean isInHead(CScanner scanner) {
        boolean head = stage == Stage.HEAD || stage == Stage.PARAMETERS_READ || stage == Stage.COMPLETE;
        return head && scanner.region() == Region.CODE && !scanner.isInDirective() && !scanner.isAfterBackslash();
    }

    /**
     * Reads a character.
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
        boolean code = before.region() == Region.CODE && !after.isInComment();
        if (!code || before.isInDirective() || after.isInDirective() || isInWord(after)) {
            return;
        }
        if (isInWord(before)) {
            lastWord = before.token().word();
            frame = completed(before);
        }
        if (before.isAfterSlash()) {
            stage = Stage.OTHER; // the slash divides
        }
        if (after.token().kind() != TokenRun.Kind.SPACE && !after.isAfterSlash()) {
            punctuation(codePoint, after);
        } else if (stage == Stage.OTHER && codePoint == '\n' && before.token().last() == '}') {
            endOther(after);
        }
    }

    private void begin() {
        stage = Stage.HEAD;
        frame = Frame.TOP;
        lastWord = "";
    }

    private static boolean isInWord(CScanner scanner) {
        return scanner.token().kind() == TokenRun.Kind.IDENTIFIER;
    }

    /** The frame as it is if the word that is being read ends here. */
    private Frame completed(CScanner scanner) {
        boolean specifier = stage == Stage.HEAD && frame.kind != Kind.ARGUMENTS && isInWord(scanner);
        return specifier ? frame.with(frame.specifiers.after(scanner.token().word())) : frame;
    }

    private void punctuation(int codePoint, CScanner after) {
        boolean attribute = codePoint == '(' && Specifiers.isAttribute(lastWord);
        lastWord = "";
        if (stage == Stage.OTHER) {
            other(codePoint, after);
        } else if (frame.kind == Kind.ARGUMENTS) {
            arguments(codePoint);
        } else if (attribute) {
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
            stage = Stage.BODY; // after a macro, or a statement's
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

    /** Reads punctuation of a head; false where no head has it. */
    private boolean head(int codePoint) {
        if (codePoint == ';' && frame.kind == Kind.TOP) {
            begin();
            return true;
        }
        // A macro's name stands where a type does: SYSCALL_DEFINE0(fork). It may be read, but is not written.
        boolean macro = codePoint == '(' && frame.kind == Kind.TOP && frame.specifiers == Specifiers.TYPE;
        if (!macro && !frame.takes(codePoint)) {
            return false;
        }
        boolean pointer = frame.kind == Kind.PARAMETERS && frame.specifiers != Specifiers.FUNCTION_POINTER;
        frame = switch (codePoint) {
            case '*' -> frame.with(Specifiers.POINTER);
            case ',' -> frame.with(Specifiers.COMMA);
            case '.' -> frame.with(frame.specifiers.afterDot());
            case '[' -> frame.open(Kind.ARGUMENTS);
            case '(' -> frame.open(pointer ? Kind.DECLARATOR : Kind.PARAMETERS);
            default -> closed();
        };
        return true;
    }

    private Frame closed() {
        Frame outer = frame.outer == null ? Frame.TOP : frame.outer;
        if (outer.kind == Kind.TOP) {
            stage = Stage.PARAMETERS_READ;
            return outer;
        }
        return outer.with(frame.kind == Kind.DECLARATOR ? Specifiers.FUNCTION_POINTER : Specifiers.NAME);
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
        boolean afterSpace = scanner.token().kind() == TokenRun.Kind.SPACE;
        if (Character.isLetter(codePoint) || codePoint == '_' || (inWord && Character.isDigit(codePoint))) {
            return codePoint < 128 && (inWord || mayBeginWord(codePoint));
        }
        if (stage == Stage.PARAMETERS_READ) {
            return codePoint == '{' || ((codePoint == '\n' || codePoint == ' ') && !afterSpace);
        }
        Frame here = completed(scanner);
        if (codePoint == ' ' || codePoint == '\t' || codePoint == '\n') {
            return here.takesSpace(codePoint, afterSpace);
        }
        return codePoint == '/' ? here.equals(Frame.TOP) : here.takesInDefinition(codePoint);
    }

    /** Names of the outermost level that begin with an underscore are reserved, and often attributes by macros. */
    private boolean mayBeginWord(int codePoint) {
        return (codePoint != '_' || !frame.specifiers.hasType())
                && stage == Stage.HEAD
                && frame.specifiers.takesWord()
                && (frame.kind != Kind.DECLARATOR || frame.specifiers == Specifiers.POINTER);
    }

    /** The character that continues the text if the word that is being read ends; 0 where none does. */
    int wordEnd(CScanner scanner) {
        if (!isInWord(scanner) || frame.kind == Kind.ARGUMENTS || stage != Stage.HEAD) {
            return 0;
        }
        Frame here = completed(scanner);
        if (here.kind == Kind.TOP) {
            return here.specifiers == Specifiers.NAME ? '(' : ' ';
        }
        return here.takesInDefinition(')') ? ')' : ' ';
    }
}
