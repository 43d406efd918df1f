package charrnn.tools.constrain;

import charrnn.tools.constrain.Construct.Kind;
import charrnn.tools.constrain.Construct.Use;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules for statements in a function's body: no {@code else} without its {@code if}, no {@code do} without its {@code
 * while}, no block that ends within a statement, no brace where neither a block nor an initializer begins. Outside of
 * bodies every character is allowed.
 */
final class Statements extends StatementTracker {
    /** Keywords by first letters that few other words share. */
    private static final Map<String, String> FIRST_LETTERS = Map.of("els", "else", "stru", "struct", "retu", "return");

    /**
     * Keywords that begin a statement, by the letters after which they are refused outside of their loop or {@code switch}. Other
     * words that begin with these letters are refused there too.
     */
    private static final Map<String, String> FIRST_LETTERS_OF_STATEMENTS =
            Map.of("brea", "break", "conti", "continue", "case", "case", "defa", "default");

    private static final Set<Kind> SUBSTATEMENTS = Set.of(Kind.IF, Kind.ELSE, Kind.LOOP, Kind.SWITCH, Kind.DO);
    private static final Set<Kind> LOOPS = Set.of(Kind.LOOP, Kind.DO);
    private static final Set<Kind> SWITCHES = Set.of(Kind.SWITCH);

    private static final Set<String> ALMOST_FIRST_LETTERS = Stream.of(FIRST_LETTERS, FIRST_LETTERS_OF_STATEMENTS)
            .flatMap(keywords -> keywords.keySet().stream())
            .map(letters -> letters.substring(0, letters.length() - 1))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> MAY_PRECEDE_WORD =
            Set.of("return", "goto", "else", "do", "case", "asm", "__asm__");

    /** Whether a name may follow a closing parenthesis, as after a loop macro such as {@code for_each(x)}. */
    boolean mayNameFollow() {
        return !isInBody() || (construct.isStatement() && form != Form.VALUE);
    }

    /** Whether a declarator is being read, where binary operators are forbidden. */
    boolean isDeclarator() {
        return construct.isStatement() && form == Form.DECLARATION;
    }

    /** Whether the current word is a keyword that is forbidden here, so that it must become a longer word. */
    boolean isMisplaced() {
        return isInBody() && isMisplaced(word);
    }

    private boolean isMisplaced(String keyword) {
        boolean begins = beginsStatement();
        boolean expression = !construct.isStatement() || (!begins && form == Form.VALUE);
        boolean argument = firstInParentheses && construct.use() == Use.CALL;
        return (isSubstatement() && DECLARATION_KEYWORDS.contains(keyword))
                || (expression && STATEMENT_KEYWORDS.contains(keyword))
                || (argument && TAG_KEYWORDS.contains(keyword))
                || (begins && isOutside(keyword));
    }

    /** Whether a keyword stands outside of the statement that it needs: its {@code if}, loop or {@code switch}. */
    private boolean isOutside(String keyword) {
        Construct around = construct.endPending();
        return switch (keyword) {
            case "else" -> !mayElse();
            case "break" -> !around.isInside(LOOPS) && !around.isInside(SWITCHES);
            case "continue" -> !around.isInside(LOOPS);
            case "case", "default" -> !around.isInside(SWITCHES);
            default -> false;
        };
    }

    /** Whether the statement of an {@code if} or a loop begins, which cannot be a declaration. */
    private boolean isSubstatement() {
        return atStart && SUBSTATEMENTS.contains(construct.kind());
    }

    /** Whether a second word would turn a substatement into a declaration. */
    boolean isAfterFirstWordOfSubstatement() {
        return isSubstatement() && !word.isEmpty() && !MAY_PRECEDE_WORD.contains(word);
    }

    /** Whether a {@code case} lacks its colon. */
    boolean isOpenCase() {
        return isInBody() && construct.isStatement() && (form == Form.CASE || (atStart && word.equals("case")));
    }

    /** Whether the innermost block is the function's body. */
    boolean isInOutermostBlock() {
        return isInBody() && construct.endPending().pop().isEmpty();
    }

    /** Whether a brace may end the innermost block: no statement is incomplete. */
    boolean mayEndBlock() {
        boolean between = atStart && word.isEmpty();
        return !isInBody() || (between && (construct.is(Kind.BLOCK) || construct.is(Kind.IF_END)));
    }

    /** The next character of the {@code while (…);} that must follow a {@code do}; 0 where none is required. */
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
        return "while(".startsWith(word) ? "while(".charAt(word.length()) : '(';
    }

    /** The next character that completes the innermost block; 0 where brackets in a statement must be closed first. */
    int closing(int last) {
        if (!isInBody() || !construct.isStatement()) {
            return 0;
        }
        int next = next(last);
        return next != 0 ? next : isOpenCase() ? ':' : mayEndBlock() ? '}' : ';';
    }

    /** Whether the allowed characters depend on the letters of the current word, an open {@code do} or an initializer's end. */
    boolean isSpecial() {
        return next(0) != 0
                || closed == Closed.VALUES
                || isMisplaced()
                || ALMOST_FIRST_LETTERS.contains(word)
                || word.equals("do") // the next character decides whether it is the keyword
                || word.equals("case");
    }

    /**
     * Whether a character of code may come next in a body.
     *
     * @param codePoint any character but an opening brace, for which {@link #mayOpenBrace} decides
     * @param last the character before it
     */
    boolean allows(int codePoint, int last) {
        boolean space = codePoint == ' ' || codePoint == '\t' || codePoint == '\n';
        boolean inWord = isWordCharacter(codePoint);
        if ((isMisplaced() && !inWord) || (isAfterFirstWordOfSubstatement() && inWord && !isWordCharacter(last))) {
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
            return space ? codePoint != '\n' || !construct.isStatement() : !inWord && "({\"'".indexOf(codePoint) < 0;
        }
        String letters = word + Character.toString(Character.toLowerCase(codePoint));
        if (beginsStatement() && isOutside(FIRST_LETTERS_OF_STATEMENTS.getOrDefault(letters, ""))) {
            return false;
        }
        return codePoint == '.' ? mayDot() : !isMisplaced(FIRST_LETTERS.getOrDefault(letters, ""));
    }

    /** Whether white space may come next, around the {@code while} of a {@code do}. */
    private boolean maySpaceWhile(int space, int last) {
        if (construct.is(Kind.DO_END)) {
            return false;
        }
        return word.isEmpty()
                ? last != '}' // a new line only after a statement without braces
                : word.equals("while") && last != ' ' && space == ' ';
    }

    /** Whether a dot may come next: directly in a statement only after an operand, or in the range of a {@code case}. */
    boolean mayDot() {
        return !isInBody() || !construct.isStatement() || isAfterOperand() || form == Form.CASE;
    }

    /** Whether an opening brace may come next. */
    boolean mayOpenBrace() {
        if (!isInBody() || tagged || TAG_KEYWORDS.contains(word)) {
            return true;
        }
        if (atStart && (word.isEmpty() ? construct.isStatement() : word.equals("else") || word.equals("do"))) {
            return true;
        }
        if (lastOfCode == ')') {
            return mayBeCast() || (construct.isStatement() && form != Form.VALUE);
        }
        boolean inside = construct.is(Kind.VALUES) || construct.is(Kind.PARENTHESES);
        return lastOfCode == '=' || lastOfCode == ']' || (inside && "{,(".indexOf(lastOfCode) >= 0);
    }
}
