package charrnn.tools.constrain;

import charrnn.tools.constrain.Constructs.Kind;
import charrnn.tools.constrain.Constructs.Use;
import java.util.Set;

/**
 * Follows the statements of a function's body: which constructs are under way, and what the last tokens were. It keeps to no
 * rule, {@link StatementRules} do; expressions are any characters up to a semicolon.
 */
final class Statements {
    /** How a statement began, as far as that decides what a colon or a brace means. */
    enum Form {
        /** A single word, which a colon makes a label. */
        WORD,
        /** {@code case}. */
        CASE,
        /** A qualifier or a keyword's type: what follows is no expression. */
        DECLARATION,
        /** A value is assigned or returned. */
        VALUE,
        OTHER
    }

    static final String WHILE = "while";
    static final String ELSE = "else";
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

    private static final Set<String> TAKES_TYPE =
            Set.of("sizeof", "typeof", "__typeof__", "alignof", "_Alignof", "__alignof__", "offsetof", "_Generic");
    private static final Set<String> NO_OPERANDS = Set.of("return", "case", "else", "do");
    private static final int LONGEST_KEYWORD = 16;

    private final Constructs constructs;
    private boolean start; // no token of the statement yet
    private Form form = Form.OTHER;
    private String word = ""; // the last token, where it is a word
    private String keyword = ""; // the last token but for the word, where that needs parentheses
    private boolean tagged; // struct, union or enum is among the last words
    private boolean cast; // the last token closed what may be a cast
    private boolean type; // what it closed can only be one
    private boolean values; // the last token closed the values of an initializer
    private boolean afterDirective; // which may have taken an if away
    private boolean opening; // the last word is the first one in parentheses

    Statements() {
        constructs = new Constructs();
    }

    Statements(Statements other) {
        constructs = new Constructs(other.constructs);
        start = other.start;
        form = other.form;
        word = other.word;
        keyword = other.keyword;
        tagged = other.tagged;
        cast = other.cast;
        type = other.type;
        values = other.values;
        afterDirective = other.afterDirective;
        opening = other.opening;
    }

    /** The brace that begins a body. */
    void begin() {
        constructs.clear();
        word = "";
        constructs.push(Kind.BLOCK);
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
     * @param before last character of code before it
     */
    void word(int codePoint, boolean first, int before) {
        if (constructs.isEmpty()) {
            return;
        }
        if (first) {
            endWord();
            cast = false;
            values = false;
            opening = before == '(';
        }
        word += word.length() < LONGEST_KEYWORD ? Character.toString(codePoint) : "";
    }

    /**
     * A character of code that is neither white space nor of a name or number.
     *
     * @param before last character of code before it
     */
    void punctuation(int codePoint, int before) {
        if (constructs.isEmpty()) {
            return;
        }
        String name = word;
        endWord();
        values = false;
        switch (codePoint) {
            case '(', '[' -> open(use(name, before));
            case ')', ']' -> close(before);
            case '{' -> openBrace(before);
            case '}' -> closeBrace();
            case ';' -> semicolon();
            case ':' -> colon();
            default -> operator(codePoint);
        }
        cast &= codePoint == ')';
        tagged = false;
        keyword = "";
        afterDirective = false;
    }

    private void complete() {
        constructs.complete();
        startStatement();
    }

    private void startStatement() {
        start = true;
        form = Form.OTHER;
    }

    private void endWord() {
        String ended = word;
        word = "";
        if (ended.isEmpty()) {
            return;
        }
        tagged |= TAGGED.contains(ended);
        if (!isStatement()) {
            return;
        }
        if (!start && STARTS.contains(ended)) { // behind the head of a loop that is a macro
            constructs.push(Kind.LOOP);
            startStatement();
        }
        if (start) {
            firstWord(ended);
        } else if (form == Form.WORD) {
            form = Form.OTHER;
        }
    }

    private void firstWord(String first) {
        if (first.equals(ELSE) && mayElse()) {
            if (is(Kind.IF_END)) {
                constructs.pop();
            }
            constructs.push(Kind.LOOP);
            return;
        }
        if (!is(Kind.DO_WHILE) || !first.equals(WHILE)) {
            constructs.resolve();
        }
        if (first.equals("do")) {
            constructs.push(Kind.DO);
            return;
        }
        start = false;
        keyword = HEADS.contains(first) ? first : "";
        form = form(first);
    }

    private static Form form(String first) {
        if (DECLARING.contains(first)) {
            return Form.DECLARATION;
        }
        return first.equals("case") ? Form.CASE : first.equals("return") ? Form.VALUE : Form.WORD;
    }

    private void beginExpression() {
        if (isStatement() && start) {
            constructs.resolve();
            start = false;
        }
        form = form == Form.WORD && isStatement() ? Form.OTHER : form;
    }

    private void operator(int codePoint) {
        beginExpression();
        if (isStatement() && codePoint == '=') {
            form = Form.VALUE;
        }
        if (is(Kind.PARENTHESES) && codePoint != '*') {
            constructs.noCast();
        }
    }

    private void open(Use use) {
        beginExpression();
        constructs.pushParentheses(isStatement() ? keyword : "", use);
    }

    /** What a parenthesis begins behind a word, if there is one, or else behind another character. */
    private Use use(String name, int before) {
        if (NO_OPERANDS.contains(name) || !isOperand(before) || cast) {
            return Use.CAST;
        }
        return name.isEmpty() || TAKES_TYPE.contains(name) || HEADS.contains(name) ? Use.OTHER : Use.CALL;
    }

    /** Whether a character may be the last one of an operand. */
    static boolean isOperand(int last) {
        return last == ')' || last == ']' || last == '_' || Character.isLetterOrDigit(last);
    }

    private void close(int before) {
        if (!is(Kind.PARENTHESES)) {
            return;
        }
        String of = constructs.keyword();
        cast = constructs.use() == Use.CAST;
        type = cast && (tagged || before == '*');
        constructs.pop();
        if (of.equals(WHILE) && is(Kind.DO_WHILE)) {
            constructs.pop();
            constructs.push(Kind.DO_END);
        } else if (!of.isEmpty()) {
            constructs.push(of.equals("if") ? Kind.IF : Kind.LOOP);
            startStatement();
        }
    }

    private void openBrace(int before) {
        if (isStatement() && start) {
            constructs.resolve();
            constructs.push(Kind.BLOCK);
            startStatement();
        } else if (isStatement() && before == ')' && form != Form.VALUE) { // a loop whose head is a macro
            constructs.push(Kind.LOOP);
            constructs.push(Kind.BLOCK);
            startStatement();
        } else if (is(Kind.PARENTHESES) && before == '(') { // GNU C's statement as a value
            constructs.push(Kind.BLOCK);
            startStatement();
        } else {
            constructs.push(tagged ? Kind.MEMBERS : Kind.VALUES);
        }
    }

    private void closeBrace() {
        values = is(Kind.VALUES);
        if (values || is(Kind.MEMBERS)) {
            constructs.pop();
            return;
        }
        constructs.endBlock();
        if (isInBody() && isStatement()) {
            complete();
        } else {
            start = false;
        }
    }

    private void semicolon() {
        if (!isStatement()) {
            return;
        }
        if (start) {
            constructs.resolve();
        } else if (is(Kind.DO_END)) {
            constructs.pop();
        }
        complete();
    }

    private void colon() {
        if (isStatement() && (form == Form.WORD || form == Form.CASE)) {
            startStatement();
        } else {
            operator(':');
        }
    }

    /** Whether the text is in a body. */
    boolean isInBody() {
        return !constructs.isEmpty();
    }

    /** Whether the innermost construct is of a kind. */
    boolean is(Kind kind) {
        return constructs.is(kind);
    }

    /** Whether the place is neither in parentheses nor in braces that hold no statements. */
    boolean isStatement() {
        return constructs.isStatement();
    }

    /** Whether the statement has no token yet, but for the word under way. */
    boolean isStart() {
        return start;
    }

    /** How the statement began. */
    Form form() {
        return form;
    }

    /** The last token where that is a word, cut after 16 characters; else empty. */
    String word() {
        return word;
    }

    /** Whether an {@code else} may begin here. */
    boolean mayElse() {
        return is(Kind.IF_END) || afterDirective;
    }

    /** Whether the last word is the first one in the parentheses of a call. */
    boolean isFirstArgument() {
        return opening && constructs.use() == Use.CALL && is(Kind.PARENTHESES);
    }

    /** Whether {@code struct}, {@code union} or {@code enum} is among the last words. */
    boolean isTagged() {
        return tagged || TAGGED.contains(word);
    }

    /** Whether the last token closed the values of an initializer. */
    boolean isAfterValues() {
        return values;
    }

    /** Whether the last token closed parentheses that may hold a type. */
    boolean mayBeCast() {
        return cast;
    }

    /** Whether the last token closed parentheses that can hold nothing but a type. */
    boolean isCast() {
        return cast && type;
    }

    /** How many {@code do} wait for their {@code while}. */
    int dos() {
        return constructs.dos();
    }
}
