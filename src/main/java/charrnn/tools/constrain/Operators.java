package charrnn.tools.constrain;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Follows operands and operators in the code of a body and knows which characters may not meet: two binary operators, an
 * operator and the end of its expression, a value and a name right behind it.
 */
final class Operators {
    private enum Last {
        /** Nothing of an expression yet. */
        START,
        /** An opening bracket or a comma: an operand may follow. */
        OPEN,
        /** An operator or a cast: an operand must follow. */
        OPERATOR,
        /** A name or a string, which a name may follow. */
        NAME,
        /** Parentheses around what may be a type: an operand may follow, or an operator. */
        CAST,
        /** A number, or brackets around what is no type. */
        VALUE
    }

    private static final Set<String> ALL = Set.of(
            "+", "-", "*", "/", "%", "<<", ">>", "<", ">", "<=", ">=", "==", "!=", "&", "^", "|", "&&", "||", "?", "?:",
            ":", "=", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=", "<<=", ">>=", "!", "~", "++", "--", "->", ".",
            "...", "::");
    private static final List<String> RUNS =
            Stream.concat(ALL.stream(), Stream.of("..")).sorted().toList();
    private static final Set<String> PREFIXES = Set.copyOf(RUNS);
    private static final Set<String> OPERAND_FOLLOWS = Set.of("return", "case", "sizeof", "else", "do", "goto");
    private static final int LONGEST_KEYWORD = 8;

    private Last last = Last.START;
    private String run = ""; // adjacent operator characters, where the last token is an operator
    private boolean binary; // an operand stands before the run
    private boolean cast; // what may be a cast stands before the run
    private String word = "";

    Operators() {}

    Operators(Operators other) {
        last = other.last;
        run = other.run;
        binary = other.binary;
        cast = other.cast;
        word = other.word;
    }

    /** A statement begins. */
    void start() {
        last = Last.START;
        run = "";
        word = "";
        binary = false;
    }

    /** A character of a name or number. */
    void word(int codePoint, boolean first) {
        word = first ? "" : word;
        word += word.length() < LONGEST_KEYWORD ? Character.toString(codePoint) : "";
        last = Character.isDigit(word.charAt(0)) ? Last.VALUE : OPERAND_FOLLOWS.contains(word) ? Last.START : Last.NAME;
        run = "";
    }

    /** A quote that begins a literal. */
    void literal() {
        end(Last.NAME);
    }

    private void end(Last token) {
        last = token;
        run = "";
        word = "";
        binary = false;
    }

    /** An opening bracket. */
    void open() {
        end(Last.OPEN);
    }

    /**
     * A closing bracket.
     *
     * @param mayBeCast whether it holds what may be a type
     * @param isCast whether it holds what can only be one
     */
    void close(boolean mayBeCast, boolean isCast) {
        end(isCast ? Last.OPERATOR : mayBeCast ? Last.CAST : Last.VALUE);
    }

    /**
     * A character of an operator, a comma included.
     *
     * @param adjacent whether it follows the last character of code without white space
     */
    void operator(int codePoint, boolean adjacent) {
        if (codePoint == ',') {
            open();
            return;
        }
        boolean afterCast = last == Last.CAST || (last == Last.OPERATOR && cast);
        String character = Character.toString(codePoint);
        boolean longer = adjacent && !run.isEmpty() && PREFIXES.contains(run + character);
        if (!longer) {
            binary = last == Last.NAME || last == Last.VALUE;
        }
        run = longer ? run + character : character;
        word = "";
        cast = afterCast;
        if (cast && (run.equals("++") || run.equals("--"))) {
            end(Last.CAST); // in front of what is cast, or behind a variable in parentheses
        } else if (binary && (run.equals("++") || run.equals("--"))) {
            end(Last.VALUE);
        } else if (run.equals(":")) {
            start();
        } else {
            last = Last.OPERATOR;
        }
    }

    /** What leads to an operand, where one must come before the expression may end; 0 where none must. */
    int next() {
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
        return last == Last.NAME || last == Last.CAST || last == Last.VALUE;
    }

    private boolean needsOperand() {
        return last == Last.OPERATOR && !run.equals("*") && !run.equals("...");
    }

    /** What decides what may come next, but for what {@link #allows} is given: a small number. */
    int place() {
        int operator = run.isEmpty() ? 0 : RUNS.indexOf(run) + 1;
        boolean number = last == Last.VALUE && !word.isEmpty();
        return ((operator * Last.values().length + last.ordinal()) * 2 + (binary ? 1 : 0)) * 2 + (number ? 1 : 0);
    }

    /**
     * Whether a character may come, as far as its neighbours go.
     *
     * @param adjacent whether it follows the last character of code without white space
     * @param named whether a name may follow a value: behind the head of a loop that is a macro
     */
    boolean allows(int codePoint, boolean adjacent, boolean named) {
        boolean space = codePoint == ' ' || codePoint == '\t' || codePoint == '\n';
        boolean letter = codePoint == '_' || Character.isLetter(codePoint);
        if (binary && run.equals("!")) {
            return codePoint == '=' && adjacent;
        }
        if (run.equals("->") || (run.equals(".") && binary)) {
            boolean range = run.equals(".") && codePoint == '.' && adjacent;
            return letter || range || (adjacent && Character.isDigit(codePoint));
        }
        if (run.equals("..")) {
            return codePoint == '.' && adjacent;
        }
        if (space) {
            return true;
        }
        if (last == Last.VALUE && (letter || Character.isDigit(codePoint))) {
            return named || (adjacent && !word.isEmpty() && run.isEmpty());
        }
        if (last == Last.START || last == Last.CAST) {
            return true;
        }
        if (isAfterOperand()) {
            return codePoint != '~';
        }
        return adjacent && PREFIXES.contains(run + Character.toString(codePoint)) && !run.isEmpty()
                || isOperandStart(codePoint, adjacent)
                || (!needsOperand() && ")],;}".indexOf(codePoint) >= 0)
                || (last == Last.OPEN && ".[{".indexOf(codePoint) >= 0)
                || (last == Last.OPERATOR && codePoint == '{')
                || (run.equals("*") && codePoint == '[')
                || (run.equals("?") && codePoint == ':');
    }

    private boolean isOperandStart(int codePoint, boolean adjacent) {
        boolean comment = codePoint == '/' && !(adjacent && run.endsWith("*"));
        return comment
                || codePoint == '_'
                || Character.isLetterOrDigit(codePoint)
                || "(\"'-+!~*&.".indexOf(codePoint) >= 0;
    }
}
