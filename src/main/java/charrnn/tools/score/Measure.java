package charrnn.tools.score;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The figures of a scorecard, in the order of its rows. A figure is the ratio of two sums over the samples, except those in
 * bits. Only this class defines labels and explanations: pages get them as JSON, and a test compares docs/score.md.
 */
public enum Measure {
    PARSES(Group.GRAMMAR, "functions that parse", Unit.SHARE, "tree-sitter-c finds no error in them, as they are"),
    PARSES_WITHOUT_MACROS(
            Group.GRAMMAR,
            "functions that parse, macros aside",
            Unit.SHARE,
            "the same, with the kernel's most frequent macros removed"),
    ERROR_BYTES(
            Group.GRAMMAR,
            "unparsable text, bytes per KB",
            Unit.NUMBER,
            "text that the parser cannot fit into the grammar"),
    FUNCTIONS(
            Group.GRAMMAR,
            "functions per 1,000 characters",
            Unit.NUMBER,
            "whole functions, including those with errors"),
    LEXES(
            Group.GRAMMAR,
            "samples with valid tokens only",
            Unit.SHARE,
            "only C's keywords, names, numbers, literals, comments and punctuation, every literal closed on its line"),
    BALANCES(
            Group.GRAMMAR,
            "samples with balanced brackets",
            Unit.SHARE,
            "no bracket and no #endif closes what was not opened, and no function begins inside another"),
    ENDS_CLOSED(
            Group.GRAMMAR,
            "samples that end with nothing open",
            Unit.SHARE,
            "a sample that its length cuts off may leave something open: that is no fault"),
    COMPILES(
            Group.COMPILER,
            "functions that compile alone",
            Unit.SHARE,
            "the compiler accepts the function with nothing around it"),
    UNDECLARED(
            Group.COMPILER,
            "… that only lack declarations",
            Unit.SHARE,
            "names, types and members are undeclared, which is normal for a function on its own"),
    OTHER_ERRORS(
            Group.COMPILER,
            "… with other errors",
            Unit.SHARE,
            "such as a missing label, a name declared twice or a break outside a loop"),
    SYNTAX_ERRORS(Group.COMPILER, "… with syntax errors", Unit.SHARE, "the function breaks the grammar"),
    NEW_20(
            Group.NOVELTY,
            "new runs of 20 characters",
            Unit.SHARE,
            "positions whose next 20 characters do not occur in the training text"),
    NEW_50(
            Group.NOVELTY,
            "new runs of 50 characters",
            Unit.SHARE,
            "positions whose next 50 characters do not occur in the training text"),
    MEAN_LONGEST_COPY(
            Group.NOVELTY,
            "longest copied run of a sample, mean",
            Unit.NUMBER,
            "consecutive characters that occur in the training text"),
    DISTINCT_LINES(Group.NOVELTY, "distinct lines", Unit.SHARE, "lines of a sample that differ from its other lines"),
    LOOPS(
            Group.NOVELTY,
            "samples stuck in a loop",
            Unit.SHARE,
            "something is repeated at least three times in a row, over at least 100 characters"),
    DISTANCE(
            Group.STYLE,
            "distance from held-out C, bits",
            Unit.BITS,
            "mean of the four below; 0 is the same style, 1 has nothing in common"),
    LINE_LENGTHS(Group.STYLE, "… of line lengths", Unit.BITS, "how long lines are"),
    INDENTATION(Group.STYLE, "… of indentation", Unit.BITS, "how far lines are indented"),
    IDENTIFIER_LENGTHS(Group.STYLE, "… of identifier lengths", Unit.BITS, "how long names are"),
    WORDS(Group.STYLE, "… of keyword rates", Unit.BITS, "how often each keyword of C occurs");

    /** The unit of a figure. */
    enum Unit {
        /** From 0 to 1, shown as a percentage. */
        SHARE,
        /** 0 or more. */
        NUMBER,
        /** From 0 to 1; computed from the style of all samples together. */
        BITS
    }

    /** A question that several figures answer. */
    enum Group {
        GRAMMAR("Is it C?"),
        COMPILER("Does a compiler accept it?"),
        NOVELTY("Is it new?"),
        STYLE("Does it look like C?");

        private final String question;

        Group(String question) {
            this.question = question;
        }

        String question() {
            return question;
        }
    }

    private final Group group;
    private final String label;
    private final Unit unit;
    private final String explanation;

    Measure(Group group, String label, Unit unit, String explanation) {
        this.group = group;
        this.label = label;
        this.unit = unit;
        this.explanation = explanation;
    }

    Group group() {
        return group;
    }

    /** The name in tables. */
    public String label() {
        return label;
    }

    /** The name in JSON, such as {@code new20} for {@code NEW_20}. */
    String key() {
        return Pattern.compile("_(.)").matcher(name().toLowerCase(Locale.ROOT)).replaceAll(match -> match.group(1)
                .toUpperCase(Locale.ROOT));
    }

    Unit unit() {
        return unit;
    }

    /** A noun phrase or a sentence without a full stop. */
    String explanation() {
        return explanation;
    }
}
