package charrnn.tools.constrain;

import charrnn.tools.constrain.BracketStructure.Brackets;
import charrnn.tools.constrain.CScanner.Region;
import org.jspecify.annotations.Nullable;

/**
 * Reads a function definition up to the end of its body, and decides which characters may come next in its head
 * (specifiers, name, parameters). Other declarations in a prompt, such as a variable with an initializer, are read to their
 * end without rules. Not thread-safe.
 */
final class FunctionGrammar extends State<FunctionGrammar> {
    private enum Stage {
        HEAD, // up to the parenthesis that ends the parameters
        BEFORE_BODY, // between the parameters and the body
        BODY,
        COMPLETE, // the last character is the brace that ends the body
        DECLARATION // in a declaration that is no function definition
    }

    /** The brackets around a position in a head. */
    enum Kind {
        TOP,
        PARAMETERS,
        DECLARATOR // parentheses around the name of a pointer to a function
    }

    /** An open bracket of the head, and the state of the declaration inside it. */
    private record Frame(
            Kind kind, Specifiers specifiers, @Nullable Frame outer) {
        static final Frame TOP = new Frame(Kind.TOP, Specifiers.NONE, null);

        Frame with(Specifiers changed) {
            return new Frame(kind, changed, outer);
        }

        Frame open(Kind inner) {
            return new Frame(inner, Specifiers.NONE, this);
        }

        /** Whether a punctuation character may come next in a definition, where each parameter has a name. */
        boolean allowsInDefinition(int codePoint) {
            boolean parameter = outer != null && outer.kind == Kind.TOP && (codePoint == ',' || codePoint == ')');
            boolean named = specifiers == Specifiers.NAME || specifiers == Specifiers.ELLIPSIS;
            boolean none = specifiers == Specifiers.VOID && codePoint == ')';
            return specifiers.allows(kind, codePoint) && (!parameter || named || none);
        }

        boolean allowsSpace(int space, boolean afterSpace) {
            boolean begins = specifiers == Specifiers.NONE || specifiers == Specifiers.COMMA;
            return switch (kind) {
                case TOP -> begins || (specifiers != Specifiers.NAME && !afterSpace);
                case PARAMETERS -> begins ? space != '\n' || !afterSpace : specifiers.allowsWord() && !afterSpace;
                case DECLARATOR -> false;
            };
        }
    }

    private Stage stage = Stage.HEAD;
    private Frame frame = Frame.TOP;
    private int argumentBrackets; // with anything in them: an array's size, an attribute's arguments
    private String lastWord = ""; // the last complete word, empty after punctuation

    /** Whether the last character ended a function. */
    boolean isComplete() {
        return stage == Stage.COMPLETE;
    }

    /** Whether {@link #allows} applies: the text is in a head, outside of comments and directives. */
    boolean isInHead(CScanner scanner) {
        boolean head = stage == Stage.HEAD || stage == Stage.BEFORE_BODY || stage == Stage.COMPLETE;
        return head && scanner.region() == Region.CODE && !scanner.isInDirective() && !scanner.backslash;
    }

    /** Reads a character, with the scanner before and after it. */
    void accept(CScanner before, int codePoint, CScanner after) {
        if (stage == Stage.BODY) {
            if (codePoint == '}' && after.structure.code.isEmpty()) {
                begin(Stage.COMPLETE);
            }
            return;
        }
        if (stage == Stage.COMPLETE) {
            stage = Stage.HEAD;
        }
        boolean inCode = before.region() == Region.CODE && !after.isInComment();
        if (!inCode || before.isInDirective() || after.isInDirective() || isInWord(after)) {
            return;
        }
        if (isInWord(before)) {
            lastWord = before.token().word();
            frame = completed(before);
        }
        if (before.slash) {
            stage = Stage.DECLARATION; // the slash is a division
        }
        if (after.token().kind() != TokenRun.Kind.SPACE && !after.slash) {
            punctuation(codePoint, after.structure.code);
        } else if (stage == Stage.DECLARATION
                && codePoint == '\n'
                && before.token().last() == '}'
                && after.structure.code.isEmpty()) {
            begin(Stage.HEAD);
        }
    }

    private void begin(Stage next) {
        stage = next;
        frame = Frame.TOP;
        argumentBrackets = 0;
        lastWord = "";
    }

    private static boolean isInWord(CScanner scanner) {
        return scanner.token().kind() == TokenRun.Kind.IDENTIFIER;
    }

    /** The frame under the assumption that the current word ends here. */
    private Frame completed(CScanner scanner) {
        boolean specifier = stage == Stage.HEAD && argumentBrackets == 0 && isInWord(scanner);
        return specifier ? frame.with(frame.specifiers.after(scanner.token().word())) : frame;
    }

    private void punctuation(int codePoint, Brackets open) {
        boolean attribute = codePoint == '(' && Specifiers.isAttribute(lastWord);
        lastWord = "";
        if (stage != Stage.DECLARATION) {
            if (argumentBrackets > 0) {
                argumentBrackets += "([{".indexOf(codePoint) >= 0 ? 1 : ")]}".indexOf(codePoint) >= 0 ? -1 : 0;
            } else if (attribute) {
                argumentBrackets++;
            } else if (stage == Stage.BEFORE_BODY) {
                afterParameters(codePoint);
            } else {
                head(codePoint);
            }
        }
        if (stage == Stage.DECLARATION && codePoint == ';' && open.isEmpty()) {
            begin(Stage.HEAD);
        } else if (stage == Stage.DECLARATION && codePoint == '{' && open.depth() == 1 && open.before() == ')') {
            stage = Stage.BODY; // of a function with a macro in its head, or of a statement
        }
    }

    private void afterParameters(int codePoint) {
        switch (codePoint) {
            case '{' -> stage = Stage.BODY;
            case ';' -> begin(Stage.HEAD);
            case '(' -> argumentBrackets++;
            default -> stage = Stage.DECLARATION;
        }
    }

    private void head(int codePoint) {
        boolean top = frame.kind == Kind.TOP;
        // A macro's name in the position of a type, SYSCALL_DEFINE0(fork), is accepted in a prompt and never generated.
        boolean macro = codePoint == '(' && top && frame.specifiers == Specifiers.TYPE;
        if (codePoint == ';' && top) {
            begin(Stage.HEAD);
        } else if (!macro && !frame.specifiers.allows(frame.kind, codePoint)) {
            stage = Stage.DECLARATION;
        } else if (codePoint == '[') {
            argumentBrackets++;
        } else {
            boolean pointer = frame.kind == Kind.PARAMETERS && frame.specifiers != Specifiers.FUNCTION_POINTER;
            frame = switch (codePoint) {
                case '*' -> frame.with(Specifiers.POINTER);
                case ',' -> frame.with(Specifiers.COMMA);
                case '.' -> frame.with(frame.specifiers.afterDot());
                case '(' -> frame.open(pointer ? Kind.DECLARATOR : Kind.PARAMETERS);
                default -> closed();
            };
        }
    }

    private Frame closed() {
        Frame outer = frame.outer == null ? Frame.TOP : frame.outer;
        if (outer.kind == Kind.TOP) {
            stage = Stage.BEFORE_BODY;
            return outer;
        }
        return outer.with(frame.kind == Kind.DECLARATOR ? Specifiers.FUNCTION_POINTER : Specifiers.NAME);
    }

    /** Whether a character may come next. Valid only where {@link #isInHead}. */
    boolean allows(CScanner scanner, int codePoint) {
        if (scanner.slash) {
            return codePoint == '*' || codePoint == '/';
        }
        if (argumentBrackets > 0) {
            return codePoint < 128 && (Character.isLetterOrDigit(codePoint) || "_ +-*)]".indexOf(codePoint) >= 0);
        }
        boolean inWord = isInWord(scanner);
        boolean afterSpace = scanner.token().kind() == TokenRun.Kind.SPACE;
        if (Character.isLetter(codePoint) || codePoint == '_' || (inWord && Character.isDigit(codePoint))) {
            return codePoint < 128 && (inWord || mayBeginWord(codePoint));
        }
        if (stage == Stage.BEFORE_BODY) {
            return codePoint == '{' || ((codePoint == '\n' || codePoint == ' ') && !afterSpace);
        }
        Frame here = completed(scanner);
        return switch (codePoint) {
            case ' ', '\t', '\n' -> here.allowsSpace(codePoint, afterSpace);
            case '/' -> here.equals(Frame.TOP);
            default -> here.allowsInDefinition(codePoint);
        };
    }

    /** A declared name must not begin with an underscore: such names are reserved, and often attribute macros. */
    private boolean mayBeginWord(int codePoint) {
        return (codePoint != '_' || !frame.specifiers.hasType())
                && stage == Stage.HEAD
                && frame.specifiers.allowsWord()
                && (frame.kind != Kind.DECLARATOR || frame.specifiers == Specifiers.POINTER);
    }

    /** The character that may end the current word; 0 where none is known. */
    int wordEnd(CScanner scanner) {
        if (!isInWord(scanner) || argumentBrackets > 0 || stage != Stage.HEAD) {
            return 0;
        }
        Frame here = completed(scanner);
        if (here.kind == Kind.TOP) {
            return here.specifiers == Specifiers.NAME ? '(' : ' ';
        }
        return here.allowsInDefinition(')') ? ')' : ' ';
    }
}
