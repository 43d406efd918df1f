package charrnn.tools.constrain;

import charrnn.tools.constrain.Construct.Kind;
import charrnn.tools.constrain.Construct.Use;
import java.util.Set;

/**
 * Tracks the statements of a function's body: the open constructs and the last tokens. Expressions are any characters up to
 * a semicolon. {@link Statements} has the rules, and reads these fields.
 */
abstract class StatementTracker extends State<Statements> {
    /** How a statement began, as far as that decides what a colon or a brace means. */
    enum Form {
        /** With a single word, which a colon makes a label. */
        WORD,
        CASE,
        /** With a qualifier or a keyword's type: no expression follows. */
        DECLARATION,
        /** A value is assigned or returned. */
        VALUE,
        OTHER
    }

    /** What the last token closed. */
    enum Closed {
        NOTHING,
        /** Parentheses that may hold a type. */
        MAYBE_CAST,
        /** Parentheses that can hold nothing but a type. */
        CAST,
        /** The values of an initializer. */
        VALUES
    }

    /** Keywords before parentheses. */
    private static final Set<String> HEADS = Set.of("if", "for", "while", "switch");

    /** Keywords that begin a statement. */
    static final Set<String> STARTS =
            Set.of("if", "for", "while", "switch", "do", "return", "goto", "break", "continue");

    /** Keywords that a tag follows. */
    static final Set<String> TAGGED = Set.of("struct", "union", "enum");

    /** Keywords that begin a declaration. */
    static final Set<String> DECLARING = Set.of(("struct union enum static extern const volatile register signed"
                    + " unsigned void char short int long float double bool")
            .split(" "));

    private static final Set<String> BEFORE_TYPE =
            Set.of("sizeof", "typeof", "__typeof__", "alignof", "_Alignof", "__alignof__", "offsetof", "_Generic");
    private static final Set<String> NO_OPERANDS = Set.of("return", "case", "else", "do");
    private static final int LONGEST_KEYWORD = 16;

    Construct construct = Construct.NONE;
    boolean start; // no token of the statement but the word that is being read
    Form form = Form.OTHER;
    String word = ""; // the last token where it is a word, cut after 16 characters
    private String keyword = ""; // the last token but for the word, where it needs parentheses
    boolean tagged; // struct, union or enum is among the last words
    Closed closed = Closed.NOTHING;
    boolean afterDirective; // which may have taken an if away
    boolean opening; // the last word is the first one in parentheses
    int significant; // last character of code, 0 before the first; tracked outside of bodies too

    /** The brace that begins a body. */
    void begin() {
        construct = Construct.NONE.push(Kind.BLOCK);
        word = "";
        significant = '{';
        startStatement();
    }

    /** A line of the preprocessor begins. */
    void directive() {
        afterDirective = true;
    }

    /**
     * A character of a name or number.
     *
     * @param first whether it is the first one of it
     */
    void word(int codePoint, boolean first) {
        if (first && isInBody()) {
            endWord();
            closed = Closed.NOTHING;
            opening = significant == '(';
        }
        if (isInBody() && word.length() < LONGEST_KEYWORD) {
            word += Character.toString(codePoint);
        }
        significant = codePoint;
    }

    /** A character of code that is neither white space nor of a name or number. */
    void punctuation(int codePoint) {
        if (isInBody()) {
            Use use = use();
            endWord();
            closed = Closed.NOTHING;
            switch (codePoint) {
                case '(', '[' -> open(use);
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
        significant = codePoint;
    }

    private void startStatement() {
        start = true;
        form = Form.OTHER;
    }

    private void push(Kind statement) {
        construct = construct.push(statement);
        startStatement();
    }

    private void endWord() {
        String ended = word;
        word = "";
        if (ended.isEmpty()) {
            return;
        }
        tagged |= TAGGED.contains(ended);
        if (!construct.isStatement()) {
            return;
        }
        if (!start && STARTS.contains(ended)) { // after the head of a loop that is a macro
            push(Kind.LOOP);
        }
        if (start) {
            firstWord(ended);
        } else if (form == Form.WORD) {
            form = Form.OTHER;
        }
    }

    private void firstWord(String first) {
        if (first.equals("else") && mayElse()) {
            construct = (construct.is(Kind.IF_END) ? construct.pop() : construct).push(Kind.LOOP);
            return;
        }
        if (!construct.is(Kind.DO_WHILE) || !first.equals("while")) {
            construct = construct.resolve();
        }
        if (first.equals("do")) {
            construct = construct.push(Kind.DO);
            return;
        }
        start = false;
        keyword = HEADS.contains(first) ? first : "";
        form = switch (first) {
            case "case" -> Form.CASE;
            case "return" -> Form.VALUE;
            default -> DECLARING.contains(first) ? Form.DECLARATION : Form.WORD;
        };
    }

    private void beginExpression() {
        if (construct.isStatement() && start) {
            construct = construct.resolve();
            start = false;
        }
        form = form == Form.WORD && construct.isStatement() ? Form.OTHER : form;
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

    private void open(Use use) {
        beginExpression();
        construct = construct.pushParentheses(construct.isStatement() ? keyword : "", use);
    }

    /** What a parenthesis begins here. */
    private Use use() {
        if (NO_OPERANDS.contains(word) || !isAfterOperand() || mayBeCast()) {
            return Use.CAST;
        }
        return word.isEmpty() || BEFORE_TYPE.contains(word) || HEADS.contains(word) ? Use.OTHER : Use.CALL;
    }

    private void close(int bracket) {
        if (!construct.is(Kind.PARENTHESES)) {
            return;
        }
        if (bracket == ')' && construct.use() == Use.CAST) {
            closed = tagged || significant == '*' ? Closed.CAST : Closed.MAYBE_CAST;
        }
        String of = construct.keyword();
        construct = construct.pop();
        if (of.equals("while") && construct.is(Kind.DO_WHILE)) {
            construct = construct.pop().push(Kind.DO_END);
        } else if (!of.isEmpty()) {
            push(of.equals("if") ? Kind.IF : Kind.LOOP);
        }
    }

    private void openBrace() {
        if (construct.isStatement() && start) {
            construct = construct.resolve();
            push(Kind.BLOCK);
        } else if (construct.isStatement()
                && significant == ')'
                && form != Form.VALUE) { // a loop whose head is a macro
            construct = construct.push(Kind.LOOP);
            push(Kind.BLOCK);
        } else if (construct.is(Kind.PARENTHESES) && significant == '(') { // GNU C's statement as a value
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
            start = false;
        }
    }

    private void semicolon() {
        if (!construct.isStatement()) {
            return;
        }
        if (start) {
            construct = construct.resolve();
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

    boolean isInBody() {
        return !construct.isEmpty();
    }

    /** Whether the last character of code may be the last one of an operand. */
    boolean isAfterOperand() {
        return significant == ')' || significant == ']' || significant == '_' || Character.isLetterOrDigit(significant);
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
