package charrnn.tools.constrain;

import charrnn.tools.constrain.FunctionGrammar.Kind;
import java.util.Set;

/**
 * The last part of a declaration, or of a parameter, that has been read: specifiers come first, then the declarator with its
 * name. Each constant lists the punctuation that may follow at the top level, among parameters, and in a pointer's
 * declarator.
 */
enum Specifiers {
    NONE("", ")", "*"),
    /** A comma: another parameter must follow. */
    COMMA("", ".", ""),
    /** Storage classes, qualifiers and attributes, but no type yet. */
    QUALIFIED("", "", ""),
    /** {@code struct}, {@code union} or {@code enum}: its tag must follow. */
    TAG("", "", ""),
    /** {@code void}, which alone means that there are no parameters. */
    VOID("*", "*(,)", ""),
    /** Another type. */
    TYPE("*", "*(,)", ""),
    /** A type and asterisks. */
    POINTER("*", "*(,)", "*"),
    /** The name that is declared. */
    NAME("(", "[,)", ")"),
    /** A name in parentheses: the parameters of the function that it points to must follow. */
    FUNCTION_POINTER("", "(", ""),
    /** The first dot of an ellipsis. */
    DOT("", ".", ""),
    TWO_DOTS("", ".", ""),
    ELLIPSIS("", ")", "");

    private static final Set<String> TYPES =
            Set.of("char", "short", "int", "long", "float", "double", "signed", "unsigned", "bool", "_Bool");
    private static final Set<String> NEUTRAL =
            Set.of(("static extern inline const volatile register restrict auto typedef"
                            + " break case continue default do else for goto if return sizeof switch while")
                    .split(" "));

    private final String atTop;
    private final String inParameters;
    private final String inDeclarator;

    Specifiers(String atTop, String inParameters, String inDeclarator) {
        this.atTop = atTop;
        this.inParameters = inParameters;
        this.inDeclarator = inDeclarator;
    }

    /** Whether a punctuation character may follow. */
    boolean allows(Kind kind, int codePoint) {
        String punctuation =
                switch (kind) {
                    case TOP -> atTop;
                    case PARAMETERS -> inParameters;
                    case DECLARATOR -> inDeclarator;
                    case ARGUMENTS -> throw new IllegalArgumentException("arguments have no specifiers");
                };
        return punctuation.indexOf(codePoint) >= 0;
    }

    /** The state after a further word. */
    Specifiers after(String word) {
        if (this == TAG) {
            return TYPE;
        }
        if (StatementTracker.TAG_KEYWORDS.contains(word)) {
            return TAG;
        }
        if (word.equals("void") && !hasType()) {
            return this == NONE ? VOID : TYPE;
        }
        if (TYPES.contains(word)) {
            return this == POINTER || this == NAME ? this : TYPE;
        }
        if (NEUTRAL.contains(word) || isAttribute(word)) {
            return this == NONE || this == COMMA ? QUALIFIED : this;
        }
        return hasType() ? NAME : TYPE;
    }

    /** The state after a further dot. */
    Specifiers afterDot() {
        return this == COMMA ? DOT : this == DOT ? TWO_DOTS : ELLIPSIS;
    }

    /** Whether a word is an attribute such as {@code __init}, not a type such as {@code __u32} or {@code __kernel_size_t}. */
    static boolean isAttribute(String word) {
        return word.startsWith("__") && !word.endsWith("_t") && !Character.isDigit(word.charAt(word.length() - 1));
    }

    /** Whether a type is complete. */
    boolean hasType() {
        return this == VOID || this == TYPE || this == POINTER || this == NAME;
    }

    /** Whether a further word may begin. */
    boolean allowsWord() {
        return compareTo(NAME) < 0;
    }

    /** Whether the declaration or parameter is still empty. */
    boolean isBeginning() {
        return this == NONE || this == COMMA;
    }
}
