package charrnn.tools.constrain;

import charrnn.tools.constrain.Construct.Kind;
import charrnn.tools.constrain.Construct.Use;
import java.util.Set;

/**
 * Tracks the statements of a function's body: the open constructs and the last tokens. Expressions are not parsed. {@link
 * Statements} decides from these fields which character may come next.
 */
abstract class StatementTracker extends State<Statements> {
    /** The beginning of a statement, as far as it decides the meaning of a colon or a brace. */
    enum Form {
        WORD, // a single word, which a colon makes a label
        CASE,
        DECLARATION, // a keyword of a declaration: no expression follows
        VALUE, // an assignment or a return: a value follows
        PLAIN // any other beginning, or none yet
    }

    /** The brackets that the last token closed. */
    enum Closed {
        NOTHING,
        MAYBE_CAST, // parentheses that may hold a type
        CAST, // parentheses that must hold a type
        VALUES // the values of an initializer
    }

    static final Set<String> STATEMENT_KEYWORDS =
            Set.of("if", "for", "while", "switch", "do", "return", "goto", "break", "continue");

    /** Keywords that a tag follows. */
    static final Set<String> TAG_KEYWORDS = Set.of("struct", "union", "enum");

    static final Set<String> DECLARATION_KEYWORDS =
            Set.of(("struct union enum static extern const volatile register signed"
                            + " unsigned void char short int long float double bool")
                    .split(" "));

    private static final Set<String> BEFORE_PARENTHESES = Set.of("if", "for", "while", "switch");
    private static final Set<String> BEFORE_TYPE =
            Set.of("sizeof", "typeof", "__typeof__", "alignof", "_Alignof", "__alignof__", "offsetof", "_Generic");
    private static final Set<String> NOT_OPERANDS = Set.of("return", "case", "else", "do");

    Construct construct = Construct.NONE;
    boolean atStart; // the statement has at most its first word, which is still being read
    Form form = Form.PLAIN;
    String word = ""; // the last token if it is a word, at most 64 characters
    private String keyword = ""; // the keyword whose parentheses must follow, empty for none
    boolean tagged; // struct, union or enum is among the words since the last punctuation
    Closed closed = Closed.NOTHING;
    boolean afterDirective; // the if of an else may be in another branch of a conditional
    boolean firstInParentheses; // the last word directly follows an opening parenthesis
    int lastOfCode; // last character of code, 0 before the first; tracked outside of bodies too

    /** Reads the brace that begins a body. */
    void begin() {
        construct = Construct.NONE;
        push(Kind.BLOCK);
        word = "";
        lastOfCode = '{';
    }

    /**
     * Reads a character of a name or number.
     *
     * @param first whether it is the first character of that word
     */
    void word(int codePoint, boolean first) {
        if (isInBody()) {
            if (first) {
                endWord();
                closed = Closed.NOTHING;
                firstInParentheses = lastOfCode == '(';
            }
            word = TokenRun.extend(word, codePoint);
        }
        lastOfCode = codePoint;
    }

    /** Reads a character of code that is neither white space nor part of a name or number. */
    void punctuation(int codePoint) {
        if (isInBody()) {
            Use use = use();
            endWord();
            closed = Closed.NOTHING;
            switch (codePoint) {
                case '(', '[' -> {
                    beginExpression();
                    construct = construct.pushParentheses(construct.isStatement() ? keyword : "", use);
                }
                case ')', ']' -> close(codePoint);
                case '{' -> openBrace();
                case '}' -> closeBrace();
                case ';' -> semicolon();
                case ':' -> colon();
                default -> operator(codePoint);
            }
            tagged = false;
            keyword = "";
            afterDirective = false;
        }
        lastOfCode = codePoint;
    }

    private void startStatement() {
        atStart = true;
        form = Form.PLAIN;
    }

    private void push(Kind statement) {
        construct = construct.push(statement);
        startStatement();
    }

    private void endWord() {
        String ended = word;
        word = "";
        tagged |= TAG_KEYWORDS.contains(ended);
        if (ended.isEmpty() || !construct.isStatement()) {
            return;
        }
        if (!atStart && STATEMENT_KEYWORDS.contains(ended)) { // after a loop macro
            push(Kind.LOOP);
        }
        if (atStart) {
            firstWord(ended);
        } else if (form == Form.WORD) {
            form = Form.PLAIN;
        }
    }

    private void firstWord(String first) {
        if (first.equals("else") && mayElse()) {
            construct = (construct.is(Kind.IF_END) ? construct.pop() : construct).push(Kind.ELSE);
            return;
        }
        if (!construct.is(Kind.DO_WHILE) || !first.equals("while")) {
            construct = construct.endPending();
        }
        if (first.equals("do")) {
            construct = construct.push(Kind.DO);
            return;
        }
        atStart = false;
        keyword = BEFORE_PARENTHESES.contains(first) ? first : "";
        form = switch (first) {
            case "case" -> Form.CASE;
            case "return" -> Form.VALUE;
            default -> DECLARATION_KEYWORDS.contains(first) ? Form.DECLARATION : Form.WORD;
        };
    }

    private void beginExpression() {
        if (construct.isStatement() && atStart) {
            construct = construct.endPending();
            atStart = false;
        }
        form = form == Form.WORD && construct.isStatement() ? Form.PLAIN : form;
    }

    private void operator(int codePoint) {
        beginExpression();
        if (construct.isStatement() && codePoint == '=') {
            form = Form.VALUE;
        }
        if (codePoint != '*') {
            construct = construct.withoutCast();
        }
    }

    /** The use of parentheses that begin here. */
    private Use use() {
        if (NOT_OPERANDS.contains(word) || !isAfterOperand() || mayBeCast()) {
            return Use.MAYBE_CAST;
        }
        return word.isEmpty() || BEFORE_TYPE.contains(word) || BEFORE_PARENTHESES.contains(word) ? Use.OTHER : Use.CALL;
    }

    private void close(int bracket) {
        if (!construct.is(Kind.PARENTHESES)) {
            return;
        }
        if (bracket == ')' && construct.use() == Use.MAYBE_CAST) {
            closed = tagged || lastOfCode == '*' ? Closed.CAST : Closed.MAYBE_CAST;
        }
        String of = construct.keyword();
        construct = construct.pop();
        if (of.equals("while") && construct.is(Kind.DO_WHILE)) {
            construct = construct.pop().push(Kind.DO_END);
        } else if (!of.isEmpty()) {
            push(of.equals("if") ? Kind.IF : of.equals("switch") ? Kind.SWITCH : Kind.LOOP);
        }
    }

    private void openBrace() {
        boolean statement = construct.isStatement();
        if (statement && atStart) {
            construct = construct.endPending();
            push(Kind.BLOCK);
        } else if (statement && lastOfCode == ')' && form != Form.VALUE) { // after a loop macro
            construct = construct.push(Kind.LOOP);
            push(Kind.BLOCK);
        } else if (construct.is(Kind.PARENTHESES) && lastOfCode == '(') { // a statement expression of GNU C
            push(Kind.BLOCK);
        } else {
            construct = construct.push(tagged ? Kind.MEMBERS : Kind.VALUES);
        }
    }

    private void closeBrace() {
        if (construct.is(Kind.VALUES) || construct.is(Kind.MEMBERS)) {
            closed = construct.is(Kind.VALUES) ? Closed.VALUES : Closed.NOTHING;
            construct = construct.pop();
            return;
        }
        construct = construct.endBlock();
        if (isInBody() && construct.isStatement()) {
            construct = construct.complete();
            startStatement();
        } else {
            atStart = false;
        }
    }

    private void semicolon() {
        if (!construct.isStatement()) {
            return;
        }
        if (atStart) {
            construct = construct.endPending();
        } else if (construct.is(Kind.DO_END)) {
            construct = construct.pop();
        }
        construct = construct.complete();
        startStatement();
    }

    private void colon() {
        if (construct.isStatement() && (form == Form.WORD || form == Form.CASE)) {
            startStatement();
        } else {
            operator(':');
        }
    }

    /** Whether a statement has at most its first word, which is still being read. */
    boolean beginsStatement() {
        return atStart && construct.isStatement();
    }

    boolean isInBody() {
        return !construct.isEmpty();
    }

    /** Whether the last character of code may end an operand. */
    boolean isAfterOperand() {
        return lastOfCode == ')' || lastOfCode == ']' || isWordCharacter(lastOfCode);
    }

    static boolean isWordCharacter(int codePoint) {
        return codePoint == '_' || Character.isLetterOrDigit(codePoint);
    }

    /** Whether an {@code else} may begin here. */
    boolean mayElse() {
        return construct.is(Kind.IF_END) || afterDirective;
    }

    /** Whether the last token closed parentheses that may hold a type. */
    boolean mayBeCast() {
        return closed == Closed.CAST || closed == Closed.MAYBE_CAST;
    }
}
