package charrnn.tools.constrain;

import charrnn.tools.constrain.FunctionGrammar.Kind;
import java.util.Map;
import java.util.Set;

/**
 * The last part of a declaration, or of a parameter, that has been read: specifiers come first, then the declarator with its
 * name. Each constant lists the punctuation that may follow at the top level, among parameters, and in a pointer's
 * declarator.
 */
enum Specifiers {
    NONE("", ")", "*"),
    COMMA("", ".", ""), // another parameter must follow
    QUALIFIED("", "", ""), // storage classes, qualifiers and attributes, but no type yet
    TAG("", "", ""), // struct, union or enum: its tag must follow
    VOID("*", "*(,)", ""), // alone: no parameters
    TYPE("*", "*(,)", ""), // another type
    POINTER("*", "*(,)", "*"), // a type and asterisks
    NAME("(", "[,)", ")"), // the name that is declared
    FUNCTION_POINTER("", "(", ""), // a name in parentheses: the parameters of its function must follow
    DOT("", ".", ""), // the first dot of an ellipsis
    TWO_DOTS("", ".", ""),
    ELLIPSIS("", ")", "");

    private static final Set<String> TYPES =
            Set.of("char", "short", "int", "long", "float", "double", "signed", "unsigned", "bool", "_Bool");
    private static final Set<String> NEUTRAL =
            Set.of(("static extern inline const volatile register restrict auto typedef"
                            + " break case continue default do else for goto if return sizeof switch while")
                    .split(" "));

    @SuppressWarnings("ImmutableEnumChecker") // Map.of
    private final Map<Kind, String> punctuation;

    Specifiers(String atTop, String inParameters, String inDeclarator) {
        punctuation = Map.of(Kind.TOP, atTop, Kind.PARAMETERS, inParameters, Kind.DECLARATOR, inDeclarator);
    }

    /** Whether a punctuation character may follow. */
    boolean allows(Kind kind, int codePoint) {
        return punctuation.getOrDefault(kind, "").indexOf(codePoint) >= 0;
    }

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

    Specifiers afterDot() {
        return this == COMMA ? DOT : this == DOT ? TWO_DOTS : ELLIPSIS;
    }

    /** Whether a word is an attribute such as {@code __init}, not a type such as {@code __u32} or {@code __kernel_size_t}. */
    static boolean isAttribute(String word) {
        return word.startsWith("__") && !word.endsWith("_t") && !Character.isDigit(word.charAt(word.length() - 1));
    }

    boolean hasType() {
        return this == VOID || this == TYPE || this == POINTER || this == NAME;
    }

    boolean allowsWord() {
        return compareTo(NAME) < 0;
    }
}
