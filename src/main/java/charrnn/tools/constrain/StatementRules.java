package charrnn.tools.constrain;

import charrnn.tools.constrain.Constructs.Kind;
import charrnn.tools.constrain.Statements.Form;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which characters fit the statements of a body: no {@code else} without its {@code if}, no {@code do} without its
 * {@code while}, no block that ends within a statement, no brace where neither a block nor a value begins. Outside of bodies
 * all do.
 */
final class StatementRules {
    /** Letters that few other words begin with, and the keyword. */
    private static final Map<String, String> FIRST_LETTERS =
            Map.of("els", Statements.ELSE, "stru", "struct", "retu", "return");

    private static final Set<String> ALMOST_FIRST_LETTERS = FIRST_LETTERS.keySet().stream()
            .map(letters -> letters.substring(0, letters.length() - 1))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> MAY_PRECEDE_WORD =
            Set.of("return", "goto", "else", "do", "case", "asm", "__asm__");

    private StatementRules() {}

    /** Whether a name may follow a closing parenthesis: behind the head of a loop that is a macro. */
    static boolean mayName(Statements statements) {
        return !statements.isInBody() || (statements.isStatement() && statements.form() != Form.VALUE);
    }

    /** Whether a declarator is under way, which no operator belongs to. */
    static boolean isDeclarator(Statements statements) {
        return statements.isStatement() && statements.form() == Form.DECLARATION;
    }

    /** Whether the word under way is a keyword that may not stand here: it must become another word. */
    static boolean isMisplaced(Statements statements) {
        return statements.isInBody() && isMisplaced(statements, statements.word());
    }

    /** Whether a statement begins that is the part of an {@code if} or a loop, where no declaration stands. */
    private static boolean isPart(Statements statements) {
        return statements.isStart() && (statements.is(Kind.IF) || statements.is(Kind.LOOP) || statements.is(Kind.DO));
    }

    /** Whether a second word would make a declaration where none stands. */
    static boolean isAfterOnlyWord(Statements statements) {
        return isPart(statements) && !statements.word().isEmpty() && !MAY_PRECEDE_WORD.contains(statements.word());
    }

    private static boolean isMisplaced(Statements statements, String keyword) {
        boolean begins = statements.isStart() && statements.isStatement();
        boolean part = isPart(statements);
        boolean expression = !statements.isStatement() || (!begins && statements.form() == Form.VALUE);
        return (part && Statements.DECLARING.contains(keyword))
                || (expression && Statements.STARTS.contains(keyword))
                || (statements.isFirstArgument() && Statements.TAGGED.contains(keyword))
                || (begins && !statements.mayElse() && keyword.equals(Statements.ELSE));
    }

    /** Whether a letter would leave a word little choice but to become a keyword that may not stand here. */
    private static boolean beginsMisplaced(Statements statements, int letter) {
        String keyword = FIRST_LETTERS.get(statements.word() + Character.toString(letter));
        return keyword != null && isMisplaced(statements, keyword);
    }

    /** Whether a {@code case} waits for its colon. */
    static boolean isCase(Statements statements) {
        boolean begun = statements.isStart() && statements.word().equals("case");
        return statements.isInBody() && statements.isStatement() && (statements.form() == Form.CASE || begun);
    }

    /** Whether a semicolon may come: not in a {@code case}, nor among the values of an initializer. */
    static boolean mayEndStatement(Statements statements) {
        return !isCase(statements) && !statements.is(Kind.VALUES);
    }

    /** Whether a brace may end the block under way: no statement is begun. */
    static boolean mayEndBlock(Statements statements) {
        boolean between = statements.isStart() && statements.word().isEmpty();
        return !statements.isInBody() || (between && (statements.is(Kind.BLOCK) || statements.is(Kind.IF_END)));
    }

    /**
     * The next character of the {@code while (…);} that a {@code do} waits for; 0 where none does.
     *
     * @param last the last character of the text
     */
    static int next(Statements statements, int last) {
        if (statements.is(Kind.DO_END)) {
            return ';';
        }
        if (!statements.is(Kind.DO_WHILE)) {
            return 0;
        }
        String word = statements.word();
        if (word.isEmpty() && last == '}') {
            return ' ';
        }
        boolean begun = word.length() < Statements.WHILE.length() && Statements.WHILE.startsWith(word);
        return begun ? Statements.WHILE.charAt(word.length()) : '(';
    }

    /** Whether a place has rules that the other questions do not tell of. */
    static boolean isSpecial(Statements statements) {
        String word = statements.word();
        boolean beginning = ALMOST_FIRST_LETTERS.contains(word);
        boolean whole = word.equals("do") || word.equals("case"); // what follows makes it a statement
        return next(statements, 0) != 0 || statements.isAfterValues() || isMisplaced(statements) || beginning || whole;
    }

    /**
     * Whether a character of code may come in a body.
     *
     * @param codePoint no opening brace, of which {@link #mayOpenBrace} tells
     * @param before the last character
     * @param significant the last one that is no white space
     */
    static boolean allows(Statements statements, int codePoint, int before, int significant) {
        boolean space = codePoint == ' ' || codePoint == '\t' || codePoint == '\n';
        boolean wordCharacter = codePoint == '_' || Character.isLetterOrDigit(codePoint);
        if (isMisplaced(statements) && !wordCharacter) {
            return false;
        }
        boolean inWord = before == '_' || Character.isLetterOrDigit(before);
        if (isAfterOnlyWord(statements) && wordCharacter && !inWord) {
            return false;
        }
        int next = next(statements, before);
        if (next != 0) {
            return codePoint == next || (space && maySpaceWhile(statements, codePoint, before));
        }
        if (codePoint == '}') {
            return !statements.isStatement() || mayEndBlock(statements);
        }
        if (isDeclarator(statements) && "+-%<>!&|^?~".indexOf(codePoint) >= 0) {
            return false;
        }
        if (statements.isAfterValues()) {
            return space
                    ? codePoint != '\n' || !statements.isStatement()
                    : !wordCharacter && "({\"'".indexOf(codePoint) < 0;
        }
        return codePoint == '.' ? mayDot(statements, significant) : !beginsMisplaced(statements, codePoint);
    }

    /** Whether white space may come before or behind the {@code while} of a {@code do}. */
    private static boolean maySpaceWhile(Statements statements, int space, int before) {
        if (statements.is(Kind.DO_END)) {
            return false;
        }
        if (statements.word().isEmpty()) {
            return before != '}'; // a line of its own is for a statement without braces
        }
        return statements.word().equals(Statements.WHILE) && before != ' ' && space == ' ';
    }

    /**
     * Whether a dot may come: outside of parentheses and braces only after a value, or in the range of a {@code case}.
     *
     * @param significant last character of code that is no white space
     */
    static boolean mayDot(Statements statements, int significant) {
        return !statements.isInBody()
                || !statements.isStatement()
                || Statements.isOperand(significant)
                || statements.form() == Form.CASE;
    }

    /**
     * Whether an opening brace may come.
     *
     * @param significant last character of code that is no white space
     */
    static boolean mayOpenBrace(Statements statements, int significant) {
        if (!statements.isInBody() || statements.isTagged()) {
            return true;
        }
        String word = statements.word();
        boolean body = word.isEmpty() ? statements.isStatement() : word.equals(Statements.ELSE) || word.equals("do");
        if (statements.isStart() && body) {
            return true;
        }
        if (significant == ')') {
            return statements.mayBeCast() || (statements.isStatement() && statements.form() != Form.VALUE);
        }
        boolean inside = statements.is(Kind.VALUES) || statements.is(Kind.PARENTHESES);
        return significant == '=' || significant == ']' || (inside && "{,(".indexOf(significant) >= 0);
    }
}
