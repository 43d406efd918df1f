package charrnn.sample.c;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the statements of a function's body and knows which characters none of them allows: an {@code else} without its
 * {@code if}, a {@code do} without its {@code while}, a block that ends within a statement, a brace where neither a block nor
 * a value begins. Expressions are any characters up to a semicolon.
 */
final class Statements {
    private enum Kind {
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

    /**
     * A construct under way.
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

    /** What parentheses may be. */
    private enum Use {
        CAST,
        CALL,
        OTHER
    }

    /** How a statement began, as far as that decides what a colon or a brace means. */
    private enum Form {
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

    private static final String WHILE = "while";
    private static final String ELSE = "else";
    private static final Set<String> HEADS = Set.of("if", "for", "while", "switch");
    private static final Set<String> STARTS =
            Set.of("if", "for", "while", "switch", "do", "return", "goto", "break", "continue");
    private static final Set<String> TAGGED = Set.of("struct", "union", "enum");
    private static final Set<String> DECLARING = Set.of(
            "struct",
            "union",
            "enum",
            "static",
            "extern",
            "const",
            "volatile",
            "register",
            "signed",
            "unsigned",
            "void",
            "char",
            "short",
            "int",
            "long",
            "float",
            "double",
            "bool");
    /** Letters that few other words begin with, and the keyword. */
    private static final Map<String, String> FIRST_LETTERS = Map.of("els", ELSE, "stru", "struct", "retu", "return");

    private static final Set<String> ALMOST_FIRST_LETTERS = FIRST_LETTERS.keySet().stream()
            .map(letters -> letters.substring(0, letters.length() - 1))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> TAKES_TYPE =
            Set.of("sizeof", "typeof", "__typeof__", "alignof", "_Alignof", "__alignof__", "offsetof", "_Generic");
    private static final Set<String> NO_OPERANDS = Set.of("return", "case", "else", "do");
    private static final int LONGEST_KEYWORD = 16;

    private @Nullable Frame top; // null outside of bodies
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

    Statements() {}

    Statements(Statements other) {
        top = other.top;
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
        top = null;
        word = "";
        push(Kind.BLOCK);
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
        if (top == null) {
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
        if (top == null) {
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

    private void push(Kind kind) {
        push(kind, "", Use.OTHER);
    }

    private void push(Kind kind, String ofKeyword, Use use) {
        int dos = top == null ? 0 : top.dos;
        top = new Frame(kind, ofKeyword, use, kind == Kind.DO || kind == Kind.DO_WHILE ? dos + 1 : dos, top);
    }

    private void pop() {
        top = top == null ? null : top.outer;
    }

    private boolean is(Kind kind) {
        return top != null && top.kind == kind;
    }

    /** Not in parentheses, nor in braces that hold no statements. */
    private boolean isStatement() {
        return !is(Kind.PARENTHESES) && !is(Kind.VALUES) && !is(Kind.MEMBERS);
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
            push(Kind.LOOP);
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
                pop();
            }
            push(Kind.LOOP);
            return;
        }
        if (!is(Kind.DO_WHILE) || !first.equals(WHILE)) {
            resolve();
        }
        if (first.equals("do")) {
            push(Kind.DO);
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

    private boolean mayElse() {
        return is(Kind.IF_END) || afterDirective;
    }

    /** No {@code else} comes; or the rest of a {@code do} is missing. */
    private void resolve() {
        while (is(Kind.IF_END) || is(Kind.DO_WHILE) || is(Kind.DO_END)) {
            pop();
            complete();
        }
    }

    /** A statement is complete, and so are those that it is the last part of. */
    private void complete() {
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
        startStatement();
    }

    private void beginExpression() {
        if (isStatement() && start) {
            resolve();
            start = false;
        }
        form = form == Form.WORD && isStatement() ? Form.OTHER : form;
    }

    private void operator(int codePoint) {
        beginExpression();
        if (isStatement() && codePoint == '=') {
            form = Form.VALUE;
        }
        if (is(Kind.PARENTHESES) && codePoint != '*' && top != null && top.use == Use.CAST) {
            top = new Frame(top.kind, top.keyword, Use.OTHER, top.dos, top.outer);
        }
    }

    private void open(Use use) {
        beginExpression();
        push(Kind.PARENTHESES, isStatement() ? keyword : "", use);
    }

    /** What a parenthesis begins behind a word, if there is one, or else behind another character. */
    private Use use(String name, int before) {
        if (NO_OPERANDS.contains(name) || !isOperand(before) || cast) {
            return Use.CAST;
        }
        return name.isEmpty() || TAKES_TYPE.contains(name) || HEADS.contains(name) ? Use.OTHER : Use.CALL;
    }

    private static boolean isOperand(int last) {
        return last == ')' || last == ']' || last == '_' || Character.isLetterOrDigit(last);
    }

    private void close(int before) {
        if (top == null || top.kind != Kind.PARENTHESES) {
            return;
        }
        String of = top.keyword;
        cast = top.use == Use.CAST;
        type = cast && (tagged || before == '*');
        pop();
        if (of.equals(WHILE) && is(Kind.DO_WHILE)) {
            pop();
            push(Kind.DO_END);
        } else if (!of.isEmpty()) {
            push(of.equals("if") ? Kind.IF : Kind.LOOP);
            startStatement();
        }
    }

    private void openBrace(int before) {
        if (isStatement() && start) {
            resolve();
            push(Kind.BLOCK);
            startStatement();
        } else if (isStatement() && before == ')' && form != Form.VALUE) { // a loop whose head is a macro
            push(Kind.LOOP);
            push(Kind.BLOCK);
            startStatement();
        } else if (is(Kind.PARENTHESES) && before == '(') { // GNU C's statement as a value
            push(Kind.BLOCK);
            startStatement();
        } else {
            push(tagged ? Kind.MEMBERS : Kind.VALUES);
        }
    }

    private void closeBrace() {
        values = is(Kind.VALUES);
        if (values || is(Kind.MEMBERS)) {
            pop();
            return;
        }
        while (top != null && top.kind != Kind.BLOCK) {
            pop();
        }
        pop();
        if (top != null && isStatement()) {
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
            resolve();
        } else if (is(Kind.DO_END)) {
            pop();
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
        return top != null;
    }

    /** Whether a statement begins here. */
    boolean isStart() {
        return start && isStatement() && word.isEmpty();
    }

    /** Whether the parentheses that were closed last may hold a type. */
    boolean mayBeCast() {
        return cast;
    }

    /** Whether the parentheses that were closed last can hold nothing but a type. */
    boolean isCast() {
        return cast && type;
    }

    /** Whether a name may follow a closing parenthesis: behind the head of a loop that is a macro. */
    boolean mayName() {
        return top == null || (isStatement() && form != Form.VALUE);
    }

    /** Whether a declarator is under way, which no operator belongs to. */
    boolean isDeclarator() {
        return isStatement() && form == Form.DECLARATION;
    }

    /** Whether the word under way is a keyword that may not stand here: it must become another word. */
    boolean isMisplaced() {
        return top != null && !word.isEmpty() && isMisplaced(word);
    }

    private boolean isMisplaced(String keyword) {
        boolean part =
                start && (is(Kind.IF) || is(Kind.LOOP) || is(Kind.DO)); // declarations are no part of a statement
        boolean expression = !isStatement() || (!start && form == Form.VALUE);
        boolean argument =
                opening && top != null && top.use == Use.CALL && is(Kind.PARENTHESES); // a value, and no type
        boolean otherwise = start && isStatement() && !mayElse();
        return (part && DECLARING.contains(keyword))
                || (expression && STARTS.contains(keyword))
                || (argument && TAGGED.contains(keyword))
                || (otherwise && keyword.equals(ELSE));
    }

    /** Whether a letter would leave a word little choice but to become a keyword that may not stand here. */
    private boolean beginsMisplaced(int letter) {
        String keyword = FIRST_LETTERS.get(word + Character.toString(letter));
        return keyword != null && isMisplaced(keyword);
    }

    /** How many {@code do} wait for their {@code while}. */
    int dos() {
        return top == null ? 0 : top.dos;
    }

    /** Whether the innermost bracket is the brace of a block. */
    boolean isInBlock() {
        return top != null && isStatement();
    }

    /** Whether a {@code case} waits for its colon. */
    boolean isCase() {
        return top != null && isStatement() && (form == Form.CASE || (start && word.equals("case")));
    }

    /** Whether a brace may end the block under way: no statement is begun. */
    boolean mayEndBlock() {
        if (top == null) {
            return true;
        }
        return word.isEmpty() && start && (is(Kind.BLOCK) || is(Kind.IF_END));
    }

    /** What leads on from a {@code do} without its {@code while}; 0 where that is not so. */
    int next() {
        if (is(Kind.DO_END)) {
            return ';';
        }
        if (!is(Kind.DO_WHILE)) {
            return 0;
        }
        return word.length() < WHILE.length() && WHILE.startsWith(word) ? WHILE.charAt(word.length()) : '(';
    }

    /** Whether a place has rules that {@link #mayEndBlock} does not tell of. */
    boolean isSpecial() {
        boolean beginning = ALMOST_FIRST_LETTERS.contains(word);
        boolean whole = word.equals("do") || word.equals("case"); // what follows makes it a statement
        return is(Kind.DO_WHILE) || is(Kind.DO_END) || values || isMisplaced() || beginning || whole;
    }

    /**
     * Whether a character of code may come.
     *
     * @param codePoint no opening brace, of which {@link #mayOpenBrace} tells
     * @param before the last character
     * @param significant the last one that is no white space
     */
    boolean allows(int codePoint, int before, int significant) {
        if (top == null) {
            return true;
        }
        boolean space = codePoint == ' ' || codePoint == '\t' || codePoint == '\n';
        boolean wordCharacter = codePoint == '_' || Character.isLetterOrDigit(codePoint);
        if (isMisplaced() && !wordCharacter) {
            return false;
        }
        if (next() != 0) {
            return codePoint == next() || (space && maySpaceWhile(codePoint, before));
        }
        if (codePoint == '}') {
            return !isStatement() || mayEndBlock();
        }
        if (isDeclarator() && "+-%<>!&|^?~".indexOf(codePoint) >= 0) {
            return false;
        }
        if (values) {
            return space ? codePoint != '\n' || !isStatement() : !wordCharacter && "({\"'".indexOf(codePoint) < 0;
        }
        if (codePoint == '.') {
            return mayDot(significant);
        }
        return !beginsMisplaced(codePoint);
    }

    /** Whether a dot may come: outside of parentheses and braces only after a value, or in the range of a {@code case}. */
    boolean mayDot(int significant) {
        return top == null || !isStatement() || isOperand(significant) || form == Form.CASE;
    }

    /** As in <code>} while (x);</code>, or on a line of its own behind a statement without braces. */
    private boolean maySpaceWhile(int space, int before) {
        if (is(Kind.DO_END)) {
            return false;
        }
        if (word.isEmpty()) {
            return before != '}' || space == ' ';
        }
        return word.equals(WHILE) && before != ' ' && space == ' ';
    }

    /**
     * Whether an opening brace may come.
     *
     * @param before last character of code that is no white space
     */
    boolean mayOpenBrace(int before) {
        if (top == null) {
            return true;
        }
        if (isStatement() && start && word.isEmpty()) {
            return true;
        }
        boolean first = start && (word.equals(ELSE) || word.equals("do"));
        if (first || tagged || TAGGED.contains(word)) {
            return true;
        }
        if (before == ')') {
            return cast || (isStatement() && form != Form.VALUE);
        }
        return before == '='
                || before == ']'
                || ((is(Kind.VALUES) || is(Kind.PARENTHESES)) && "{,(".indexOf(before) >= 0);
    }
}
