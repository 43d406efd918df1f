package charrnn.lab;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of errors that gcc and clang report, by the beginning of their messages; a message has the first kind that fits. */
enum ErrorKind {
    /** Errors of C's grammar. */
    SYNTAX(
            "syntax",
            "expected |stray |extraneous |unexpected |.*missing terminating|unterminated |empty character"
                    + " constant|invalid (suffix|digit) |exponent has no digits|too many decimal points|'else' without a"
                    + " previous 'if'|invalid preprocessing directive|#e.* without #if|a label can only be part of a"
                    + " statement|label at end of compound statement|(two or more data types|both '.*' and '.*') in"
                    + " declaration specifiers|cannot combine with previous "),
    /** Variables, functions, types, tags and labels that are not declared. */
    NAME(
            "undeclared name",
            "'.*' undeclared|implicit declaration |use of undeclared |call to undeclared |unknown type name|must use"
                    + " '.*' tag |label '.*' used but not defined|storage size of |.*(undefined|incomplete)"
                    + " (type|definition)"),
    MEMBER("unknown member", ".*has no member |no member named "),
    ARGUMENTS("wrong number of arguments", "too (few|many) arguments |macro \".*\" (requires|passed) "),
    TYPE(
            "type",
            "invalid (operands|type argument|initializer|use of|argument type)|.*incompatible|lvalue required|expression"
                    + " is not assignable|.*void value|called object|subscripted value|array subscript|wrong type"
                    + " argument|used .* type value|.*makes (pointer|integer)|.*integer( conversion|"
                    + " expression)|dereferencing|request for member|member reference|conversion to|cannot convert|"
                    + "(assignment|increment|decrement) (to|of)|assigning to|passing |'return' with|.* discards|switch"
                    + " quantity|indirection requires|array type"),
    OTHER("other", "");

    /** The beginning of messages that no declaration would solve. */
    private static final Pattern WRONG = Pattern.compile(
            SYNTAX.messages + "|the compiler failed: |duplicate '.*'$|multiple storage classes|old-style"
                    + " parameter declarations|(parameter name omitted|omitting the parameter name)|declaration for"
                    + " parameter |function definition is not allowed here"
                    + "|label '.*' used but not defined$|use of undeclared label "
                    + "|duplicate (label|case|default|member)|redefinition of |.*redeclar|conflicting types for "
                    + "|(break|continue) statement not within |(case|'default') label not within "
                    + "|'(break|case|continue|default)' statement not in |multiple default labels"
                    + "|too (few|many) arguments |(assignment|increment|decrement) of read-only "
                    + "|cannot assign to .* with const-qualified type |array size missing "
                    + "|definition of variable with array type needs an explicit size ");

    final String label; // in tables
    private final Pattern messages;

    ErrorKind(String label, String messages) {
        this.label = label;
        this.messages = Pattern.compile(messages);
    }

    /** Whether an error may follow from a name, type or member that is not declared. */
    static boolean mayLackDeclaration(String error) {
        return !WRONG.matcher(error).lookingAt();
    }

    static ErrorKind of(String message) {
        return Stream.of(values())
                .filter(kind -> kind.messages.matcher(message).lookingAt())
                .findFirst()
                .orElse(OTHER);
    }
}
