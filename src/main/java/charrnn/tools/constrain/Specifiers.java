package charrnn.tools.constrain;

import java.util.Set;

/** How far a declaration, or a parameter's, has come: specifiers first, then the declarator with its name. */
enum Specifiers {
    /** Nothing yet. */
    NONE,
    /** A comma: another parameter must follow. */
    COMMA,
    /** Storage classes, qualifiers and attributes, but no type yet. */
    QUALIFIED,
    /** {@code struct}, {@code union} or {@code enum}: its tag must follow. */
    TAG,
    /** {@code void}, which alone stands for no parameters. */
    VOID,
    /** Another type. */
    TYPE,
    /** A type and asterisks. */
    POINTER,
    /** The name that is declared. */
    NAME,
    /** A name in parentheses: the parameters of the function that it points to must follow. */
    FUNCTION_POINTER,
    /** The first dot of an ellipsis. */
    DOT,
    /** Two dots of an ellipsis. */
    TWO_DOTS,
    /** All three dots. */
    ELLIPSIS;

    private static final Set<String> TAGGED = Set.of("struct", "union", "enum");
    private static final Set<String> TYPES =
            Set.of("char", "short", "int", "long", "float", "double", "signed", "unsigned", "bool", "_Bool");
    private static final Set<String> NEUTRAL = Set.of(
            "static",
            "extern",
            "inline",
            "const",
            "volatile",
            "register",
            "restrict",
            "auto",
            "typedef",
            "break",
            "case",
            "continue",
            "default",
            "do",
            "else",
            "for",
            "goto",
            "if",
            "return",
            "sizeof",
            "switch",
            "while");

    /** What a complete word makes of this. */
    Specifiers after(String word) {
        if (this == TAG) {
            return TYPE;
        }
        if (TAGGED.contains(word)) {
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

    /** As {@code __init} and {@code __user}, in contrast to the types {@code __u32} and {@code __kernel_size_t}. */
    static boolean isAttribute(String word) {
        boolean type = word.endsWith("_t") || (!word.isEmpty() && Character.isDigit(word.charAt(word.length() - 1)));
        return word.startsWith("__") && !type;
    }

    /** Whether a type is complete. */
    boolean hasType() {
        return this == VOID || this == TYPE || this == POINTER || this == NAME;
    }

    /** Whether a further word may begin. */
    boolean takesWord() {
        return this != NAME && this.ordinal() < FUNCTION_POINTER.ordinal();
    }

    /** Whether an asterisk may come. */
    boolean takesAsterisk() {
        return this == VOID || this == TYPE || this == POINTER;
    }

    /** What a dot makes of this; itself where none may come. */
    Specifiers afterDot() {
        return switch (this) {
            case COMMA -> DOT;
            case DOT -> TWO_DOTS;
            case TWO_DOTS -> ELLIPSIS;
            default -> this;
        };
    }
}
