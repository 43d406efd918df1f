package charrnn.tools.constrain;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tracks operands and operators in a function's body and forbids wrong neighbours: two binary operators, an operator
 * before the end of its expression, a value before a name. A {@code ?} must have its colon before its expression ends.
 */
final class Operators extends State<Operators> {
    private enum Last {
        START, // the beginning of an expression
        OPEN, // an opening bracket or a comma: an operand may follow
        OPERATOR, // an operator or a cast: an operand must follow
        NAME, // a name or a string, which another name may follow
        NUMBER,
        MAYBE_CAST, // parentheses around a possible type: an operand or an operator may follow
        VALUE // brackets around a value
    }

    /** Operators and their beginnings. */
    private static final Set<String> OPERATOR_PREFIXES = Set.of(
            "+", "-", "*", "/", "%", "<<", ">>", "<", ">", "<=", ">=", "==", "!=", "&", "^", "|", "&&", "||", "?", "?:",
            ":", "=", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=", "<<=", ">>=", "!", "~", "++", "--", "->", ".",
            "..", "...", "::");

    private static final Set<String> BEFORE_OPERAND = Set.of("return", "case", "sizeof", "else", "do", "goto");

    /**
     * For each open bracket, the number of {@code ?} without a colon, as an immutable stack.
     *
     * @param open the number of the innermost bracket
     * @param all the number of all brackets
     */
    private record Conditionals(int open, int all, @Nullable Conditionals outer) {
        static final Conditionals NONE = new Conditionals(0, 0, null);

        Conditionals withOpen(int count) {
            return new Conditionals(count, all - open + count, outer);
        }
    }

    private Conditionals conditionals = Conditionals.NONE;
    private Last last = Last.START;
    private String run = ""; // adjacent operator characters; empty if the last token is no operator
    private boolean binary; // an operand precedes the run
    private boolean cast; // a possible cast precedes the run

    void startStatement() {
        end(Last.START);
        conditionals = conditionals.withOpen(0);
    }

    private void end(Last token) {
        last = token;
        run = "";
        binary = false;
    }

    /** Reads a character of a name or number, of which {@code word} has been read; it is empty outside of bodies. */
    void word(String word) {
        boolean number = !word.isEmpty() && Character.isDigit(word.charAt(0));
        last = number ? Last.NUMBER : BEFORE_OPERAND.contains(word) ? Last.START : Last.NAME;
        run = "";
    }

    /**
     * Reads a character of code that is neither white space nor part of a name or number, after {@code statements} has.
     *
     * @param adjacent whether no white space precedes it
     */
    void punctuation(int codePoint, boolean adjacent, Statements statements) {
        if (codePoint == '(' || codePoint == '[' || codePoint == '{') {
            conditionals = new Conditionals(0, conditionals.all, conditionals);
        } else if (codePoint == ')' || codePoint == ']' || codePoint == '}') {
            conditionals = conditionals.outer == null ? Conditionals.NONE : conditionals.outer;
        }
        if (statements.beginsStatement() || codePoint == ';') {
            startStatement();
            return;
        }
        switch (codePoint) {
            case '"', '\'' -> end(Last.NAME);
            case '(', '[', '{', ',' -> end(Last.OPEN);
            case ')', ']', '}' ->
                end(
                        switch (statements.closed) {
                            case CAST -> Last.OPERATOR;
                            case MAYBE_CAST -> Last.MAYBE_CAST;
                            default -> Last.VALUE;
                        });
            default -> operator(codePoint, adjacent);
        }
    }

    private void operator(int codePoint, boolean adjacent) {
        cast = last == Last.MAYBE_CAST || (last == Last.OPERATOR && cast);
        boolean longer = isLonger(codePoint, adjacent);
        if (!longer) {
            binary = last == Last.NAME || last == Last.NUMBER || last == Last.VALUE;
        }
        run = (longer ? run : "") + Character.toString(codePoint);
        boolean ends = codePoint == ':' && conditionals.open > 0;
        conditionals = conditionals.withOpen(conditionals.open + (codePoint == '?' ? 1 : ends ? -1 : 0));
        boolean increment = run.equals("++") || run.equals("--");
        if (cast && increment) {
            end(Last.MAYBE_CAST); // before the operand of a cast, or after a variable in parentheses
        } else if (binary && increment) {
            end(Last.VALUE);
        } else if (run.equals(":") && !ends) {
            startStatement();
        } else {
            last = Last.OPERATOR;
            run = ends ? "" : run; // the colon begins no other operator
        }
    }

    /** Whether a character extends the run to a longer operator. */
    private boolean isLonger(int codePoint, boolean adjacent) {
        return adjacent && !run.isEmpty() && OPERATOR_PREFIXES.contains(run + Character.toString(codePoint));
    }

    /** Number of {@code ?} without a colon. */
    int openConditionals() {
        return conditionals.all;
    }

    /** The next character that the operator and its operands need to be complete; 0 where nothing is missing. */
    int closing() {
        return switch (run) {
            case "!" -> binary ? '=' : '0';
            case "." -> binary ? 'n' : '0';
            case ".." -> '.';
            case "->" -> 'n';
            default -> needsOperand() ? '0' : conditionals.open > 0 ? ':' : 0;
        };
    }

    /** Whether an operand precedes, so that a slash is a division. */
    boolean isAfterOperand() {
        return last.ordinal() >= Last.NAME.ordinal();
    }

    private boolean needsOperand() {
        return last == Last.OPERATOR && !run.equals("*") && !run.equals("...");
    }

    /** The state that decides the result of {@link #allows}, with its parameters. */
    List<Object> state() {
        return List.of(last, run, binary, conditionals.open > 0);
    }

    /**
     * Whether a character may follow the last token.
     *
     * @param adjacent whether no white space precedes it
     * @param named whether a name may follow a value, as after a loop macro
     */
    boolean allows(int codePoint, boolean adjacent, boolean named) {
        boolean letter = codePoint == '_' || Character.isLetter(codePoint);
        boolean digit = Character.isDigit(codePoint);
        if (conditionals.open > 0 && ")],;}".indexOf(codePoint) >= 0) {
            return false;
        }
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
        if (last == Last.START || last == Last.MAYBE_CAST) {
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
