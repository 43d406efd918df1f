package charrnn.tools.score;

/**
 * A word, mark, comment or directive of a text.
 *
 * @param kind what it is
 * @param start offset of its first character
 * @param end offset after its last
 */
record Token(Kind kind, int start, int end) {
    enum Kind {
        /** A keyword or an identifier. */
        WORD,
        NUMBER,
        STRING,
        CHARACTER,
        COMMENT,
        /** A preprocessor line with its continuations, without the line end. */
        DIRECTIVE,
        /** One character of punctuation. */
        MARK
    }

    String text(String of) {
        return of.substring(start, end);
    }
}
