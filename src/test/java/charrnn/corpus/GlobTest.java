package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.UserError;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    private static final String MARKER = "\u0001";

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "**/*.c a.c",
                "**/*.c x/a.c",
                "**/*.c x/y/a.c",
                "**/*.[ch] x/a.h",
                "**/*.{c,h} a.h",
                "{**/*.c,b.h} x/a.c",
                "*.c a.c",
                "x/** x/y/z.c",
                "x/**/z.c x/z.c",
                "x/**/z.c x/y/z.c",
                "**/x/** x/a.c",
                "a**z a/b/z",
                "a**/z a/z",
                "a?.c ab.c",
                "[!b].c a.c",
                "[a-c].c b.c",
                "a\\*.c a*.c",
                "a(1)+$.c a(1)+$.c",
                "é.c é.c",
                "?.c 😀.c",
                "[😀é].c 😀.c",
                "\\😀.c 😀.c",
                "{a,{b,c}/**/}d c/d",
                "{a,{b,c}/**/}d c/x/d",
                "a,**/b a,/b",
                "[]].c ].c",
            })
    void matches(String glob, String name) {
        assertThat(Glob.compile("key", glob).matcher(name).matches()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "**/*.c a.cc",
                "**/*.c a.C",
                "**/*.c ac",
                "*.c x/a.c",
                "**/x.c ax.c",
                "a?.c a/.c",
                "x/* x/y/a.c",
                "[!b].c b.c",
                "a[!b]c a/c",
                "x/** xy/a.c",
                "a**/z az",
                "?.c é😀.c",
                "a,**/b a,b",
                "\\{**/b {b",
            })
    void doesNotMatch(String glob, String name) {
        assertThat(Glob.compile("key", glob).matcher(name).matches()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "[a.c,missing closing ]",
        "[!],missing closing ]",
        "'{a,b',missing closing )",
        "[z-a].c,invalid character class range",
    })
    void aBrokenGlobIsAUsersError(String glob, String why) {
        assertThatThrownBy(() -> Glob.compile("corpus.include", glob))
                .isInstanceOf(UserError.class)
                .hasMessage("corpus.include: '" + glob + "' is not a glob (" + why + "); an example is **/*.c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "**/*a*a*a*a*a*a*a*a*b",
                "************************************************************{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"
                        + "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}c",
                "**a**a**a**a**a**a**a**a**a**a**a**a**a**a**a**a**b",
                "{**/,**/**/,*}{**/,**/**/,*}{**/,**/**/,*}{**/,**/**/,*}{**/,**/**/,*}b",
            })
    void matchingReadsEachCharacterOfANameAFewTimes(String glob) {
        for (String part : List.of("a", "ac", "a/")) {
            CountedName name = new CountedName(part.repeat(20));
            assertThat(Glob.compile("key", glob).matcher(name).matches()).isFalse();
        }
    }

    /** A name that throws if it is read more often than linear matching needs. */
    private static final class CountedName implements CharSequence {
        private static final int MOST_READS_OF_A_CHARACTER = 8;

        private final String name;
        private int reads;

        CountedName(String name) {
            this.name = name;
        }

        @Override
        public char charAt(int index) {
            assertThat(++reads).isLessThanOrEqualTo(MOST_READS_OF_A_CHARACTER * name.length());
            return name.charAt(index);
        }

        @Override
        public int length() {
            return name.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The marker stands for double stars and a slash at the beginning of a part: in Java they need a folder, here they do not. */
    @Test
    void globsAreThoseOfJavaExceptThatDoubleStarsAlsoMatchNoFolder() {
        Random random = new Random(18);
        int accepted = 0;
        int matches = 0;
        for (int round = 0; round < 20_000; round++) {
            String glob = round % 2 == 0
                    ? glob(random, 1 + random.nextInt(6)).replace("**/", "**a/")
                    : characters(random, "ab*?[]{},!^-\\.", random.nextInt(9));
            String name = name(random);
            Optional<Boolean> expected = expanded(glob)
                    .map(one -> JdkGlobs.matches(one, name))
                    .reduce(Optional.of(false), (a, b) -> a.flatMap(x -> b.map(y -> x || y)));
            if (expected.isPresent()) {
                assertThat(Glob.compile("key", glob.replace(MARKER, "**/")).matches(name))
                        .as("%s %s", glob, name)
                        .isEqualTo(expected.get());
                accepted++;
                matches += expected.get() ? 1 : 0;
            }
        }
        assertThat(accepted).isGreaterThan(4_000);
        assertThat(matches).isGreaterThan(200);
    }

    private static Stream<String> expanded(String glob) {
        return glob.contains(MARKER)
                ? Stream.of("**/", "")
                        .flatMap(folders -> expanded(glob.replaceFirst(MARKER, Matcher.quoteReplacement(folders))))
                : Stream.of(glob);
    }

    private static String glob(Random random, int atoms) {
        String[] inner = {
            "a", "b", ".", "?", "*", "[ab]", "[!a]", "[a-c.]", "[!.-0]", "[^a]", "[-b]", "\\*", "/", "**", "}"
        };
        StringBuilder glob = new StringBuilder(random.nextInt(4) == 0 ? MARKER : "");
        for (int i = 0; i < atoms; i++) {
            switch (random.nextInt(12)) {
                case 0 -> glob.append("/" + MARKER);
                case 1 -> {
                    String open = random.nextBoolean() ? "{" : "{" + MARKER;
                    glob.append(open)
                            .append(inner[random.nextInt(14)])
                            .append(',')
                            .append(inner[random.nextInt(14)]);
                    glob.append('}');
                }
                default -> glob.append(inner[random.nextInt(inner.length)]);
            }
        }
        return glob.toString();
    }

    private static String name(Random random) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(part -> characters(random, "aab.-*}^", 1 + random.nextInt(3)))
                .collect(Collectors.joining("/"));
    }

    private static String characters(Random random, String from, int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> String.valueOf(from.charAt(random.nextInt(from.length()))))
                .collect(Collectors.joining());
    }
}
