package charrnn.lab;

import charrnn.files.StrictJson;

/**
 * The measures of a scorecard, in the order of its rows. Each is the ratio of two sums over the samples. Only this class
 * defines labels and explanations: a test compares docs/reference/scorecard.md.
 */
enum Measure {
    PARSES("functions that parse", "tree-sitter-c finds no error in them, as they are"),
    PARSES_WITHOUT_MACROS(
            "functions that parse, macros aside", "the same, with the kernel's most frequent macros removed"),
    LEXES(
            "samples with valid tokens only",
            "only C's keywords, names, numbers, literals, comments and punctuation, every literal closed on its line"),
    BALANCES(
            "samples with balanced brackets",
            "every closing bracket has an opening one, every #endif has an #if, and no function begins inside another"),
    NAMES("names that were used before", "identifiers of a sample that occur earlier in the same sample"),
    COMPILES("functions that compile alone", "the compiler accepts the function with nothing around it"),
    UNDECLARED(
            "… that only lack declarations",
            "names, types and members are undeclared, which is normal for a function on its own"),
    NEW_50("new runs of 50 characters", "positions whose next 50 characters do not occur in the training text"),
    DISTINCT_LINES("distinct lines", "lines of a sample that differ from its other lines"),
    LOOPS(
            "samples stuck in a loop",
            "a text occurs at least three times in a row, with at least 100 characters after the first");

    final String label; // the name in tables
    final String explanation; // a noun phrase or a sentence without a full stop
    final String key = StrictJson.key(this); // the name in JSON, such as new50 for NEW_50

    Measure(String label, String explanation) {
        this.label = label;
        this.explanation = explanation;
    }
}
