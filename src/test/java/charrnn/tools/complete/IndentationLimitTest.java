package charrnn.tools.complete;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.grammar.CScanner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndentationLimitTest {
    private static final int NONE = 99;

    /** Steps of two, with what has no maximum between: parentheses, an operator, a comment and a directive. */
    private static final String CODE = """
            static int count(struct list *list,
                             int least)
            {
              int n = 0, /* of elements
                        that match */
                  m = 0;

              // the elements
              for (struct item *i = list->first; i; i = i->next)
                if (i->value >= least)
                  n++;
            #if defined(LIMIT) && \\
                            LIMIT
              if (n > LIMIT) {
                return LIMIT;
              } else if (n == 0)
                n = 1;
            #endif
              switch (n) {
                case 1:
                  return 1;
                case 2: n = 3;
                  break;
                default:
                  break;
              }
              do {
                n = n + (n > 2 ?
                         1 : 2);
              } while (n < least);
              goto out;
            out:
              return n;
            }

            int zero;
            """;

    /** A completion after a text. */
    private static final class Reader {
        private final CScanner scanner = new CScanner();
        private final IndentationLimit limit = new IndentationLimit(scanner);

        private Reader(String text) {
            text.codePoints().forEach(this::accept);
            limit.beginCompletion();
        }

        private void accept(int codePoint) {
            scanner.accept(codePoint);
            limit.accept(codePoint);
        }
    }

    @Test
    void eachLineOfIndentedCodeIsAllowed() {
        for (String step : new String[] {"  ", "   ", "    ", "\t"}) {
            StringBuilder code = new StringBuilder();
            for (String line : CODE.lines().map(line -> indent(line, step)).toList()) {
                Reader reader = new Reader(code.toString());
                line.codePoints().forEach(codePoint -> {
                    assertThat(codePoint > ' ' || reader.limit.allows(codePoint))
                            .as(code + "|" + line)
                            .isTrue();
                    reader.accept(codePoint);
                });
                code.append(line).append('\n');
            }
        }
    }

    private static String indent(String line, String step) {
        Matcher indentation = Pattern.compile("^ *").matcher(line);
        indentation.find();
        int columns = indentation.end();
        return step.repeat(columns / 2) + " ".repeat(columns % 2) + line.substring(columns);
    }

    /** A bar stands for a line feed. */
    @ParameterizedTest
    @CsvSource({
        "'{|  a;|', 2",
        "'{|    a;|', 4",
        "'{|\ta;|', 8",
        "'{|  if (a) {|', 4",
        "'{|  if (a)|', 4",
        "'{|  if (a)|    b;|', 2",
        "'{|  if (a)|    b;|  else|', 4",
        "'{|  while (a)|    if (b)|      c;|', 4", // where its else would stand
        "'{|  if (a)|    b;|  c;|', 2",
        "'{|  if (a &&|      b)|', 4",
        "'{|  if (a) {|    b;|  }|', 2",
        "'{|  a;|}|', 0",
        "'{|  f();||/* a' , 99",
        "'{|  a = b +|', 99",
        "'{|  f(a,|', 99",
        "'{|  a;|# define b|', 2",
        "'int f(void)|  {|    a;|    if (b)|      {|', 8", // GNU's style
        "'{|', 8", // no step so far
        "'{|   ', 0", // the cursor's line has the first one
        "'{|\ta;|\tb;|', 8"
    })
    void aLineIsIndentedByAStepMoreThanItsBlockAtMost(String text, int most) {

        Reader reader = new Reader(text.replace('|', '\n').replace("\\t", "\t"));
        int spaces = 0;
        for (; spaces < NONE && reader.limit.allows(' '); spaces++) {
            reader.accept(' ');
        }
        assertThat(spaces).isEqualTo(most);
    }
}
