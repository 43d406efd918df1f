package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorKindTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = '~',
            value = {
                "'a' undeclared (first use in this function) ~ NAME",
                "use of undeclared identifier 'a' ~ NAME",
                "implicit declaration of function 'f' [-Werror=implicit-function-declaration] ~ NAME",
                "unknown type name 'u32' ~ NAME",
                "invalid use of undefined type 'struct s' ~ NAME",
                "incomplete definition of type 'struct s' ~ NAME",
                "'struct s' has no member named 'a' ~ MEMBER",
                "'t' {aka 'struct s'} has no member named 'a' ~ MEMBER",
                "no member named 'a' in 'struct s' ~ MEMBER",
                "too few arguments to function 'f' ~ ARGUMENTS",
                "too many arguments to function call, expected 1, have 2 ~ ARGUMENTS",
                "macro \"m\" requires 2 arguments, but only 1 given ~ ARGUMENTS",
                "invalid type argument of '->' (have 'int') ~ TYPE",
                "request for member 'a' in something not a structure or union ~ TYPE",
                "void value not ignored as it ought to be ~ TYPE",
                "lvalue required as left operand of assignment ~ TYPE",
                "expected ';' before '}' token ~ SYNTAX",
                "stray '\\' in program ~ SYNTAX",
                "redefinition of 'a' ~ OTHER",
            })
    void classifiesMessagesOfGccAndClang(String message, ErrorKind kind) {
        assertThat(ErrorKind.of(message)).isEqualTo(kind);
    }
}
