package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    private static final String MARKER = "\u0001";

    /** What Java translates to a wrong expression: empty brackets, and ranges that end with a character of its expressions. */
    private static final Pattern BROKEN_IN_JAVA = Pattern.compile("\\[[!^]?]|-[\\[\\\\&]");

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
        **/*.c a.c true
        **/*.c x/a.c true
        {**/*.c,b.h} x/a.c true
        x/**/z.c x/z.c true
        **/x/** x/a.c true
        a**z a/b/z true
        a**/z a/z true
        a\\*.c a*.c true
        a(1)+$.c a(1)+$.c true
        [😀é].c 😀.c true
        \\😀.c 😀.c true
        {a,{b,c}/**/}d c/x/d true
        []].c ].c true
        **/*.c a.C false
        **/x.c ax.c false
        a**/z az false
        ?.c é😀.c false
        \\{**/b {b false
        """)
    void matchesTheExpectedNames(String glob, String name, boolean matches) {
        assertThat(Glob.compile("key", glob).matcher(name).matches()).isEqualTo(matches);
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
                    .map(one -> matchesInJava(one, name))
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

    /** Empty where Java refuses the glob, or translates it to a wrong expression. */
    private static Optional<Boolean> matchesInJava(String glob, String name) {
        if (BROKEN_IN_JAVA.matcher(glob).find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(name)));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
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
