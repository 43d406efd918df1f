package charrnn.tools.constrain;

import charrnn.tools.constrain.Construct.Kind;
import charrnn.tools.constrain.Construct.Use;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of statements in a function's body: no {@code else} without its {@code if}, no {@code do} without its
 * {@code while}, no block that ends within a statement, no brace where neither a block nor a value begins. Outside of bodies
 * every character is allowed.
 */
final class Statements extends StatementTracker {
    /** Letters that few other words begin with, and the keyword. */
    private static final Map<String, String> FIRST_LETTERS = Map.of("els", "else", "stru", "struct", "retu", "return");

    private static final Set<String> ALMOST_FIRST_LETTERS = FIRST_LETTERS.keySet().stream()
            .map(letters -> letters.substring(0, letters.length() - 1))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> MAY_PRECEDE_WORD =
            Set.of("return", "goto", "else", "do", "case", "asm", "__asm__");
    private static final String WHILE = "while";

    /** Whether a name may follow a closing parenthesis: after the head of a loop that is a macro. */
    boolean mayName() {
        return !isInBody() || (construct.isStatement() && form != Form.VALUE);
    }

    /** Whether a declarator is being read, which no operator belongs to. */
    boolean isDeclarator() {
        return construct.isStatement() && form == Form.DECLARATION;
    }

    /** Whether the word that is being read is a keyword that may not stand here: it must become another word. */
    boolean isMisplaced() {
        return isInBody() && isMisplaced(word);
    }

    private boolean isMisplaced(String keyword) {
        boolean begins = start && construct.isStatement();
        boolean expression = !construct.isStatement() || (!begins && form == Form.VALUE);
        boolean argument = opening && construct.use() == Use.CALL;
        return (isPart() && DECLARING.contains(keyword))
                || (expression && STARTS.contains(keyword))
                || (argument && TAGGED.contains(keyword))
                || (begins && !mayElse() && keyword.equals("else"));
    }

    /** Whether a statement begins that is the part of an {@code if} or a loop, where no declaration may stand. */
    private boolean isPart() {
        return start && (construct.is(Kind.IF) || construct.is(Kind.LOOP) || construct.is(Kind.DO));
    }

    /** Whether a second word would make a declaration where none may stand. */
    boolean isAfterOnlyWord() {
        return isPart() && !word.isEmpty() && !MAY_PRECEDE_WORD.contains(word);
    }

    /** Whether a {@code case} lacks its colon. */
    boolean isCase() {
        return isInBody() && construct.isStatement() && (form == Form.CASE || (start && word.equals("case")));
    }

    /** Whether a semicolon may come: not in a {@code case}, nor among the values of an initializer. */
    boolean mayEndStatement() {
        return !isCase() && !construct.is(Kind.VALUES);
    }

    /** Whether a brace may end the innermost block: no statement is begun. */
    boolean mayEndBlock() {
        boolean between = start && word.isEmpty();
        return !isInBody() || (between && (construct.is(Kind.BLOCK) || construct.is(Kind.IF_END)));
    }

    /**
     * The next character of the {@code while (…);} that a {@code do} lacks; 0 where none does.
     *
     * @param last the last character of the text
     */
    private int next(int last) {
        if (construct.is(Kind.DO_END)) {
            return ';';
        }
        if (!construct.is(Kind.DO_WHILE)) {
            return 0;
        }
        if (word.isEmpty() && last == '}') {
            return ' ';
        }
        return word.length() < WHILE.length() && WHILE.startsWith(word) ? WHILE.charAt(word.length()) : '(';
    }

    /** The first character of the shortest way to the block's end, or 0 where brackets in a statement must be closed first. */
    int closing(int last) {
        if (!isInBody() || !construct.isStatement()) {
            return 0;
        }
        int next = next(last);
        return next != 0 ? next : isCase() ? ':' : mayEndBlock() ? '}' : ';';
    }

    /** Whether what may come here depends on more than the other questions answer. */
    boolean isSpecial() {
        return next(0) != 0
                || closed == Closed.VALUES
                || isMisplaced()
                || ALMOST_FIRST_LETTERS.contains(word)
                || word.equals("do") // what follows makes it a statement
                || word.equals("case");
    }

    /**
     * Whether a character of code may come in a body.
     *
     * @param codePoint no opening brace, for which {@link #mayOpenBrace} is the rule
     * @param last the last character
     */
    boolean allows(int codePoint, int last) {
        boolean space = codePoint == ' ' || codePoint == '\t' || codePoint == '\n';
        boolean letter = codePoint == '_' || Character.isLetterOrDigit(codePoint);
        boolean inWord = last == '_' || Character.isLetterOrDigit(last);
        if ((isMisplaced() && !letter) || (isAfterOnlyWord() && letter && !inWord)) {
            return false;
        }
        int next = next(last);
        if (next != 0) {
            return codePoint == next || (space && maySpaceWhile(codePoint, last));
        }
        if (codePoint == '}') {
            return !construct.isStatement() || mayEndBlock();
        }
        if (isDeclarator() && "+-%<>!&|^?~".indexOf(codePoint) >= 0) {
            return false;
        }
        if (closed == Closed.VALUES) {
            return space ? codePoint != '\n' || !construct.isStatement() : !letter && "({\"'".indexOf(codePoint) < 0;
        }
        String keyword = FIRST_LETTERS.getOrDefault(word + Character.toString(codePoint), "");
        return codePoint == '.' ? mayDot() : !isMisplaced(keyword);
    }

    /** Whether white space may come before or after the {@code while} of a {@code do}. */
    private boolean maySpaceWhile(int space, int last) {
        if (construct.is(Kind.DO_END)) {
            return false;
        }
        return word.isEmpty()
                ? last != '}' // a line of its own is for a statement without braces
                : word.equals(WHILE) && last != ' ' && space == ' ';
    }

    /** Whether a dot may come: outside of parentheses and braces only after a value, or in the range of a {@code case}. */
    boolean mayDot() {
        return !isInBody() || !construct.isStatement() || isAfterOperand() || form == Form.CASE;
    }

    boolean mayOpenBrace() {
        if (!isInBody() || tagged || TAGGED.contains(word)) {
            return true;
        }
        if (start && (word.isEmpty() ? construct.isStatement() : word.equals("else") || word.equals("do"))) {
            return true;
        }
        if (significant == ')') {
            return mayBeCast() || (construct.isStatement() && form != Form.VALUE);
        }
        boolean inside = construct.is(Kind.VALUES) || construct.is(Kind.PARENTHESES);
        return significant == '=' || significant == ']' || (inside && "{,(".indexOf(significant) >= 0);
    }
}
