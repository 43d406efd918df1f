package charrnn.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CScannerTest {
    private static CScanner after(String text) {
        CScanner scanner = new CScanner();
        read(scanner, text.translateEscapes());
        return scanner;
    }

    /** The first violation that no compiler accepts; otherwise UNBALANCED if there is one. */
    private static SyntaxViolation read(CScanner scanner, String text) {
        Set<SyntaxViolation> found = new LinkedHashSet<>();
        text.codePoints().forEach(codePoint -> found.add(scanner.accept(codePoint)));
        found.remove(SyntaxViolation.NONE);
        return found.stream()
                .filter(violation -> violation != SyntaxViolation.UNBALANCED)
                .findFirst()
                .orElse(found.isEmpty() ? SyntaxViolation.NONE : SyntaxViolation.UNBALANCED);
    }

    /** Whether nothing is open. */
    private static boolean isComplete(CScanner scanner) {
        return scanner.region() == CScanner.Region.CODE
                && !scanner.isInDirective()
                && scanner.depth() == 0
                && scanner.conditionalDepth() == 0;
    }

    @Test
    void realFilesEndWithNothingOpen() throws IOException {
        assertThat(CTextTest.realFiles()).hasSizeGreaterThan(90).allSatisfy(file -> {
            CScanner scanner = new CScanner();
            // Real code has unbalanced macros and branches, but nothing that a compiler rejects.
            assertThat(read(scanner, Files.readString(file)))
                    .as("%s", file)
                    .isIn(SyntaxViolation.NONE, SyntaxViolation.UNBALANCED);
            assertThat(isComplete(scanner)).isTrue();
        });
    }

    @Test
    void realCodeWithoutOneBracketIsBrokenOrOpen() throws IOException {
        for (Path file : CTextTest.realFiles().subList(0, 12)) {
            String text = Files.readString(file);
            CScanner scanner = new CScanner();
            for (int i = 0, seen = 0; i < text.length(); i++) {
                boolean bracket = scanner.region() == CScanner.Region.CODE && "()[]{}".indexOf(text.charAt(i)) >= 0;
                scanner.accept(text.charAt(i));
                if (bracket
                        && scanner.region() == CScanner.Region.CODE
                        && !scanner.isInDirective()
                        && seen++ % 9 == 0) {
                    CScanner damaged = new CScanner();
                    SyntaxViolation violation = read(damaged, text.substring(0, i) + text.substring(i + 1));
                    boolean isAccepted = violation.compareTo(SyntaxViolation.UNBALANCED) <= 0;
                    assertThat(isComplete(damaged) && isAccepted)
                            .as("%s without character %d", file, i)
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a\"b\\\\\"c\"d|.sssss..",
                "'\\\\'' 'x'|ccc..cc.",
                "L\"a'b/*c\"|.sssssss.",
                "a/*b*/c|..bbb..",
                "/**/x|.bb..",
                "/*/x*/y|.bbbb..",
                "/*\"*/'a'|.bbb.cc.",
                "a//b\\nc|..ll..",
                "//\"'/*\\n/|.lllll..",
                "//a\\\\\\nb\\nc|.lllll..", // a backslash joins two lines
                "//a\\\\ \\nb\\nc|.llllll..", // white space after the backslash is ignored
                "/\\\\\\n*a*\\\\\\n/b|...bbbbb..", // even inside the delimiters of a comment
                "\"a\\\\\\nb\"c|sssss..", // a string on two lines
                "\"\\\\\\\\\\nn\"c|sssss..", // an escape sequence on two lines
                "a/b/c|.....",
                "/ /* */|...bbb.",
                "#if/*a\\nb*/x|....bbbbb..",
            })
    void regionFollowsLiteralsAndComments(String escaped, String expected) {
        CScanner scanner = new CScanner();
        StringBuilder regions = new StringBuilder();
        escaped.translateEscapes().codePoints().forEach(c -> {
            assertThat(scanner.accept(c)).isEqualTo(SyntaxViolation.NONE);
            regions.append(
                    switch (scanner.region()) {
                        case CODE -> '.';
                        case STRING -> 's';
                        case CHARACTER -> 'c';
                        case LINE_COMMENT -> 'l';
                        case BLOCK_COMMENT -> 'b';
                    });
        });
        assertThat(regions).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
        }|WRONG_BRACKET
        (]|WRONG_BRACKET
        {(})|WRONG_BRACKET
        "a\\n|OPEN_LITERAL
        'a\\n|OPEN_LITERAL
        "a\\r\\n|OPEN_LITERAL
        `#else\\n`|STRAY_CONDITIONAL
        `#endif\\n`|STRAY_CONDITIONAL
        `#if 1\\n#endif\\n#endif\\n`|STRAY_CONDITIONAL
        `#if 1\\n#else\\n#elif 2\\n`|STRAY_CONDITIONAL
        `#if 1\\n#else\\n#else\\n`|STRAY_CONDITIONAL
        a @|STRAY_CHARACTER
        a \\\\ b|STRAY_CHARACTER
        a \\u2014|STRAY_CHARACTER
        `#define A {\\n`|UNBALANCED
        `#define A }\\n`|UNBALANCED
        `#error don't\\n`|OPEN_LITERAL
        `#define A don't\\n`|OPEN_LITERAL
        `#if 1\\n{\\n#endif\\n}`|UNBALANCED
        {\\n#if 1\\n}\\n#endif\\n|UNBALANCED
        {\\n#if 1\\n} else {\\n#endif\\n}|UNBALANCED
        `#define A don't\\n#define B {\\n`|OPEN_LITERAL
        `#define B {\\n#define A don't\\n`|OPEN_LITERAL
        """)
    void violationNamesTheFirstError(String text, SyntaxViolation expected) {
        String unescaped = text.replace("\\u2014", "—").translateEscapes();
        assertThat(read(new CScanner(), unescaped)).isEqualTo(expected);
    }

    @Test
    void wellFormedTextsAreComplete() {
        for (String text : List.of(
                "'\\\\0' '\\\\012' '\\\\x1b' '\\\\'' '\"' \"\\\\x1fzz\\\\u12ab\\\\U0010ffff\\\\0123\\\\?\"",
                "#define A(x) do { \\\\\\n  x; \\\\\\n} while (0)\\n",
                "# /* c */ define A '/'\\n#\\n# 1 \"a.c\"\\n",
                "int \\u00e9t\\u00e9$ = 0x1p-3 ? 1.5e+3 : .5f;",
                "#if A\\nint f(\\n#else\\nint g(\\n#endif\\nint x);\\n",
                "#if A\\n{\\n#if B\\n}\\n#endif\\n#elif C\\n{ }\\n#endif\\n",
                "#include <a/b.h>\\n",
                "{\\n#pragma x\\n}\\n")) {
            CScanner scanner = new CScanner();
            assertThat(read(scanner, text.replace("\\u00e9", "é").translateEscapes()))
                    .isIn(SyntaxViolation.NONE, SyntaxViolation.UNBALANCED);
            assertThat(isComplete(scanner)).isTrue();
        }
    }

    @Test
    void unfinishedTextsAreNotComplete() {
        for (String text : List.of(
                "(", "\"a", "'a", "/*", "// a", "#define A", "#if 1\\n", "#if 1\\n#else\\n", "#endif", "a[{}")) {
            assertThat(isComplete(after(text))).as(text).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, 0, 0",
        "'f(a[1', 2, 0, 0",
        "'f(){if(a){}{', 2, 2, 0",
        "'f(){x(\"(((\" /* ((( */ ''(''', 2, 1, 0",
        "'{\\n#define A ((', 3, 1, 0",
        "'{\\n#define A ((\\n', 1, 1, 0",
        "'#if A\\nf(\\n#else\\ng(h(\\n#endif\\n', 1, 0, 0",
        "'#if A\\nf(\\n#elif B\\ng(h(\\n#else\\n#endif\\n', 1, 0, 0",
        "'{\\n#if A\\n{{\\n#else\\n', 1, 1, 1",
        "'#if 1\\n#ifdef A\\n#ifndef B\\n', 0, 0, 3",
        "'#if 1\\n#if 2\\n#else\\n#endif\\n', 0, 0, 1",
        "'#if 1\\n#endif', 0, 0, 1", // the name may be incomplete
        "'#if 1\\n#endif ', 0, 0, 0",
        "'a #if 1\\n', 0, 0, 0",
        "'/* a */ #if 1\\n', 0, 0, 1",
        "'a /*\\n*/ #if 1\\n', 0, 0, 0", // the comment counts as a space
        "'a \\\\\\n#if 1\\n', 0, 0, 0",
        "'#define A \\\\\\n#if 1\\n', 0, 0, 0",
        "'// a\\n#if 1\\n', 0, 0, 1",
        "'#ifx\\n', 0, 0, 0",
        "'#i\\\\\\nf 1\\n', 0, 0, 1",
    })
    void depthsCountOpenBracketsBracesAndConditionals(String text, int depth, int braces, int conditionals) {
        CScanner scanner = after(text);
        assertThat(List.of(scanner.depth(), scanner.braceDepth(), scanner.conditionalDepth()))
                .containsExactly(depth, braces, conditionals);
    }

    /** A copy at any position of a real file reads the rest correctly after the original has read something else. */
    @Test
    void copyIsIndependentOfItsOriginal() throws IOException {
        String text = Files.readString(CTextTest.CORPUS.resolve("include/base.h"));
        for (int i = 0; i < text.length(); i += 97) {
            CScanner scanner = new CScanner();
            read(scanner, text.substring(0, i));
            CScanner copy = scanner.copy();
            read(scanner, "((\"\\");
            assertThat(read(copy, text.substring(i))).isEqualTo(SyntaxViolation.NONE);
            assertThat(isComplete(copy)).isTrue();
            assertThat(copy.line().number()).isEqualTo((int) text.lines().count() + 1);
        }
    }
}
