package charrnn.tools.constrain;

import charrnn.tools.constrain.StatementTracker.Closed;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tracks operands and operators in the code of a body, and has the rules of what may not meet: two binary operators, an
 * operator and the end of its expression, a value and a name right after it.
 */
final class Operators extends State<Operators> {
    private enum Last {
        /** Nothing of an expression yet. */
        START,
        /** An opening bracket or a comma: an operand may follow. */
        OPEN,
        /** An operator or a cast: an operand must follow. */
        OPERATOR,
        /** A name or a string, which a name may follow. */
        NAME,
        NUMBER,
        /** Parentheses around what may be a type: an operand may follow, or an operator. */
        CAST,
        /** Brackets around what is no type. */
        VALUE
    }

    private static final Set<String> PREFIXES = Set.of(
            "+", "-", "*", "/", "%", "<<", ">>", "<", ">", "<=", ">=", "==", "!=", "&", "^", "|", "&&", "||", "?", "?:",
            ":", "=", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=", "<<=", ">>=", "!", "~", "++", "--", "->", ".",
            "..", "...", "::");
    private static final List<String> RUNS =
            Stream.concat(Stream.of(""), PREFIXES.stream().sorted()).toList();
    private static final Set<String> BEFORE_OPERAND = Set.of("return", "case", "sizeof", "else", "do", "goto");

    private Last last = Last.START;
    private String run = ""; // adjacent operator characters, where the last token is an operator
    private boolean binary; // an operand stands before the run
    private boolean cast; // what may be a cast stands before the run

    /** A statement begins. */
    void start() {
        end(Last.START);
    }

    private void end(Last token) {
        last = token;
        run = "";
        binary = false;
    }

    /** @param word the name or number as far as it was read; empty outside of bodies */
    void word(String word) {
        boolean number = !word.isEmpty() && Character.isDigit(word.charAt(0));
        last = number ? Last.NUMBER : BEFORE_OPERAND.contains(word) ? Last.START : Last.NAME;
        run = "";
    }

    /**
     * A character of code that is neither white space nor of a name or number.
     *
     * @param adjacent whether it follows the last character of code without white space
     * @param statements with the character
     */
    void punctuation(int codePoint, boolean adjacent, Statements statements) {
        if ((statements.start && statements.construct.isStatement()) || codePoint == ';') {
            start();
            return;
        }
        switch (codePoint) {
            case '"', '\'' -> end(Last.NAME);
            case '(', '[', '{', ',' -> end(Last.OPEN);
            case ')', ']', '}' ->
                end(statements.closed == Closed.CAST ? Last.OPERATOR : statements.mayBeCast() ? Last.CAST : Last.VALUE);
            default -> operator(codePoint, adjacent);
        }
    }

    private void operator(int codePoint, boolean adjacent) {
        cast = last == Last.CAST || (last == Last.OPERATOR && cast);
        boolean longer = isLonger(codePoint, adjacent);
        if (!longer) {
            binary = last == Last.NAME || last == Last.NUMBER || last == Last.VALUE;
        }
        run = (longer ? run : "") + Character.toString(codePoint);
        boolean increment = run.equals("++") || run.equals("--");
        if (cast && increment) {
            end(Last.CAST); // before what is cast, or after a variable in parentheses
        } else if (binary && increment) {
            end(Last.VALUE);
        } else if (run.equals(":")) {
            start();
        } else {
            last = Last.OPERATOR;
        }
    }

    /** Whether a character makes a longer operator of the run. */
    private boolean isLonger(int codePoint, boolean adjacent) {
        return adjacent && !run.isEmpty() && PREFIXES.contains(run + Character.toString(codePoint));
    }

    /** What leads to an operand, where one must come before the expression may end; 0 where none must. */
    int closing() {
        return switch (run) {
            case "!" -> binary ? '=' : '0';
            case "." -> binary ? 'n' : '0';
            case ".." -> '.';
            case "->" -> 'n';
            default -> needsOperand() ? '0' : 0;
        };
    }

    /** Whether an operand precedes: a slash divides. */
    boolean isAfterOperand() {
        return last.ordinal() >= Last.NAME.ordinal();
    }

    private boolean needsOperand() {
        return last == Last.OPERATOR && !run.equals("*") && !run.equals("...");
    }

    /** A number below 1024 for all that decides what may come next, but for the parameters of {@link #allows}. */
    int place() {
        return (Math.max(0, RUNS.indexOf(run)) * Last.values().length + last.ordinal()) * 2 + (binary ? 1 : 0);
    }

    /**
     * Whether a character may come, as far as its neighbours go.
     *
     * @param adjacent whether it follows the last character of code without white space
     * @param named whether a name may follow a value: after the head of a loop that is a macro
     */
    boolean allows(int codePoint, boolean adjacent, boolean named) {
        boolean letter = codePoint == '_' || Character.isLetter(codePoint);
        boolean digit = Character.isDigit(codePoint);
        if (binary && run.equals("!")) {
            return codePoint == '=' && adjacent;
        }
        if (run.equals("->") || (run.equals(".") && binary)) {
            boolean range = run.equals(".") && codePoint == '.' && adjacent;
            return letter || range || (adjacent && digit);
        }
        if (run.equals("..")) {
            return codePoint == '.' && adjacent;
        }
        if (codePoint == ' ' || codePoint == '\t' || codePoint == '\n') {
            return true;
        }
        if ((last == Last.VALUE || last == Last.NUMBER) && (letter || digit)) {
            return named || (adjacent && last == Last.NUMBER);
        }
        if (last == Last.START || last == Last.CAST) {
            return true;
        }
        if (isAfterOperand()) {
            return codePoint != '~';
        }
        boolean comment = codePoint == '/' && !(adjacent && run.endsWith("*"));
        return isLonger(codePoint, adjacent)
                || comment
                || letter
                || digit
                || "(\"'-+!~*&.".indexOf(codePoint) >= 0
                || (!needsOperand() && ")],;}".indexOf(codePoint) >= 0)
                || (last == Last.OPEN && ".[{".indexOf(codePoint) >= 0)
                || (last == Last.OPERATOR && codePoint == '{')
                || (run.equals("*") && codePoint == '[')
                || (run.equals("?") && codePoint == ':');
    }
}
