package charrnn.grammar;

import charrnn.grammar.CScanner.LinePosition;

/** A given text that is no prefix of C, or leaves more open than can be completed. */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
        super(message);
    }

    SyntaxException(String what, LinePosition place) {
        this(what + " at line " + place.number() + ", character " + (place.column() + 1));
    }
}
