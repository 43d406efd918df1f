package charrnn.tools.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.FakeLanguageModel;
import charrnn.sample.FinishedText;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessors;
import charrnn.sample.SamplingOptions;
import charrnn.sample.StreamsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CConstraintsTest {
    private static final String ALL = "\n\t\r\f"
            + IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining()) + "é—";

    /** Characters that may break the structure. */
    private static final String BREAKING = "\n\\\"'()[]{}/*#@\r—";

    private static final String DIRECTIVES = "#\n\n\n elsedfin{}(/*\\";

    private static final List<String> PRIMES = List.of(
            "",
            "static int f(void)\n{\n\tif (a[1",
            "#if A\nint f(void)\n{ }\n#else\n#ifdef B\nint g(",
            "printf(\"%d\\",
            "char c = '",
            "char c = '\\",
            "char c = '\\x",
            "char *s = \"\\u1",
            "/* a *",
            "/* a \\",
            "// a",
            "// a \\",
            "#define A(x) do { (x); \\\n",
            "#",
            "#in",
            "#if A\n#e",
            "#if A\n#else",
            "#if A\n#endif /",
            "#include",
            "#if /* a",
            "int a[] = { 1, 2",
            "a \\",
            "a /",
            "f(\n#if A\na[",
            "int f(void)\n{\n\tdo { x = a ? b : (",
            "int f(void) { do if (a) do",
            "int f(void) { do x(); while (",
            "int f(void) { switch (a) { case 1",
            "int f(void) { if (a) x++; else",
            "int f(void) { struct a b = { .c = {",
            "int f(void) { return (struct a *)",
            "int f(void) { x = y->",
            "int f(void) { if (x !",
            "int f(void) { x = (return",
            "int f(void) { for_each(x) if (a) { b",
            "int f(void) { if (a) x = ({ y; })",
            "int f(void) { case",
            "int f(void) { x = a ? b ? c : d",
            "int f(void) { x = a ? if",
            "int f(void) { g(a ? for",
            "int f(void) { x = a ? b[c ? (d");

    private static CConstraints toLength(LanguageModel model) {
        return new CConstraints(model.vocabulary(), true, Until.LENGTH);
    }

    /** Generates a text after a prime, with the likeliest characters or drawn ones. */
    private static FinishedText write(
            LanguageModel model, LogitsProcessor last, CConstraints processors, String prime, int length) {
        return FinishedText.of(model, last, processors, new SplittableRandom(2), prime, length, "");
    }

    private static CScanner after(String text) {
        CScanner scanner = new CScanner();
        text.codePoints().forEach(scanner::accept);
        return scanner;
    }

    /** A random bigram model; with a high sharpness most probabilities are tiny. */
    private static FakeLanguageModel random(String characters, RandomGenerator random, double sharpness) {
        int size = (int) characters.codePoints().distinct().count() + 1;
        double[][] weights = new double[size][size];
        for (double[] row : weights) {
            for (int i = 0; i < size; i++) {
                row[i] = Math.exp(-sharpness * random.nextDouble());
            }
        }
        return new FakeLanguageModel(characters, last -> weights[last]);
    }

    /** A model that predicts only some characters, whatever it has read. */
    private static FakeLanguageModel constant(String characters, IntToDoubleFunction weight) {
        double[] weights = new double[(int) ALL.codePoints().count() + 1];
        Vocabulary vocabulary = FakeLanguageModel.constant(ALL, weights).vocabulary();
        characters.codePoints().forEach(c -> weights[vocabulary.indexOf(c)] = weight.applyAsDouble(c));
        return FakeLanguageModel.constant(ALL, weights);
    }

    private static LanguageModel adversary(int kind, RandomGenerator random) {
        return switch (kind) {
            case 0 -> random(ALL, random, 1);
            case 1 -> random(ALL, random, 30);
            case 2 -> constant(BREAKING, c -> Math.exp(-9 * random.nextDouble()));
            case 3 -> constant(DIRECTIVES, c -> 1 + random.nextInt(3));
            default -> tokens(random);
        };
    }

    /** A model that generates words and operators of C in random order. */
    private static LanguageModel tokens(RandomGenerator random) {
        List<String> tokens = List.of(
                "if (", "else ", "do ", "while (", "for (", "case ", "return ", "struct ", "x", "1", "->", ".", "++",
                "==", "!", "&", "*", "?", ":", "=", ",", ";", ";\n", "(", ")", "{", "}", "[", "]", " ", "\n", "\"");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append(tokens.get(random.nextInt(tokens.size())));
        }
        return reciting("", text.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void everyTextHasValidTokensAndBalances(int kind) {
        SplittableRandom random = new SplittableRandom(kind);
        for (int i = 0; i < 4 * PRIMES.size(); i++) {
            String prime = PRIMES.get(i % PRIMES.size());
            int length = 24 + random.nextInt(i % 10 == 0 ? 400 : 60);
            LanguageModel model = adversary(kind, random);
            CConstraints processors = toLength(model);
            LogitsProcessor last = new SamplingOptions(1, i % 3 * 0.8, 0, 1, 1, 1, "").temperatureAndCuts();
            String text = prime
                    + FinishedText.of(model, last, processors, random, prime, length, "")
                            .text();
            assertThat(StructureCheck.problem(text)).as("%s", text).isEmpty();
            assertThat(text.codePointCount(prime.length(), text.length())).isEqualTo(length);
        }
    }

    /** A model that hardly predicts anything but white space. */
    @Test
    void whiteSpaceDoesNotGoOnForever() {
        LanguageModel model = constant(" \n\tx", c -> c == 'x' ? 1e-6 : 1);
        for (String prime : List.of("", "int f(void)\n{\n\tf(\"", "/* a", "#define A")) {
            String text = write(model, LogitsProcessor.NONE, toLength(model), prime, 1000)
                    .text();
            assertThat(text.substring(0, 900)).containsPattern("\\s{40}").doesNotContainPattern("\\s{41}");
        }
    }

    @Test
    void closesWithinTheShortestPossibleLength() {
        SplittableRandom random = new SplittableRandom(8);
        for (String prime : PRIMES) {
            CScanner scanner = after(prime);
            int least = ClosingPlan.cost(scanner);
            for (int length = least; length < least + 12; length++) {
                LanguageModel model = adversary(length % 5, random);
                CConstraints processors = toLength(model);
                String text = prime
                        + FinishedText.of(model, LogitsProcessor.NONE, processors, random, prime, length, "")
                                .text();
                assertThat(StructureCheck.problem(text)).as("%s", text).isEmpty();
            }
            if (least > 0) {
                LanguageModel model = adversary(0, random);
                CConstraints processors = toLength(model);
                assertThatExceptionOfType(UserError.class)
                        .isThrownBy(() -> processors.create(prime, least - 1))
                        .withMessage("closing what is open takes " + least
                                + " characters, but the text may have no more than " + (least - 1));
            }
        }
    }

    @Test
    void everyCharacterOfTheStarterCorpusIsAllowed() throws IOException {
        try (var files = Files.walk(Path.of("corpus/starter"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
                CScanner scanner = new CScanner();
                for (int codePoint : Files.readString(file).codePoints().toArray()) {
                    CScanner before = scanner.copy();
                    SyntaxViolation violation = scanner.accept(codePoint);
                    assertThat(StrictC.allows(before, codePoint, violation, scanner))
                            .as(
                                    "%s:%d:%d",
                                    file, before.line().number(), before.line().column() + 1)
                            .isTrue();
                    assertThat(before.declarations.allows(codePoint, before))
                            .as("%s:%d", file, before.line().number())
                            .isTrue();
                }
                assertThat(ClosingPlan.cost(scanner)).isZero();
            }
        }
    }

    @Test
    void cachedMasksEqualFreshOnes() throws IOException {
        Vocabulary vocabulary = FakeLanguageModel.reciting(ALL).vocabulary();
        SymbolMasks caching = new SymbolMasks(vocabulary);
        for (String file : List.of("include/base.h", "lib/rbtree.c")) {
            CScanner scanner = new CScanner();
            for (int codePoint : Files.readString(Path.of("corpus/starter", file))
                    .codePoints()
                    .toArray()) {
                scanner.accept(codePoint);
                assertThat(caching.forbidden(scanner, Integer.MAX_VALUE))
                        .as(
                                "%s:%d:%d",
                                file, scanner.line().number(), scanner.line().column())
                        .isEqualTo(new SymbolMasks(vocabulary).forbidden(scanner, Integer.MAX_VALUE));
            }
        }
    }

    /** The characters whose symbols are not forbidden. */
    private static String remaining(String characters, Vocabulary vocabulary, IntPredicate forbidden) {
        return characters
                .chars()
                .filter(c -> !forbidden.test(vocabulary.indexOf(c)))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        f(a|''|;{
        a[1|''|;
        for (i = 0|;|''
        for (i = 0; f(a|''|;
        wait_for (a|''|;
        do { a|;|''
        x = ({ a|;|''
        f(|{|''
        f((struct a)|{|''
        A(a, b =|{|''
        'if (f(a)\n'|''|{
        x|''|'"#\\'
        x =|'"'|''
        x = L|'"'|''
        '#define A(x)'|#|''
        '#if'|''|\\
        '#define A'|\\|''
        int f() { if (a) b(); el|s|''
        int f() { if (a) { b(); } el|s|''
        int f() { if (a) for (;;) b(); el|s|''
        int f() { b(); el|''|s
        int f() { for (;;) { b(); } el|''|s
        int f() { if (a) b(); else c(); el|''|s
        int f() { if (a) if (b) c(); else d(); el|s|''
        int f() { do { a(); }|' '|w
        'int f() { do { a(); } '|w|r
        int f() { do { a(); } while (b)|;|{
        int f() { x|''|}
        int f() { x;|}|''
        'int f() { if (x) '|''|}
        int f() { out:|}|''
        int f() { case 1|:|;
        int f() { case 1 ..|.|''
        'int f() { if (a '|''|{
        'int f() { for_each(a) '|{|''
        'int f() { x = for_each(a) '|''|{
        'int f() { x = (struct a) '|{|''
        'int f() { f((a(b) '|''|{
        'int f() { struct a '|{|''
        'int f() { a '|.|{
        'int f() { struct a b = { 1 }'|''|'\n'
        int f() { struct a b = { 1 }|;|''
        int f() { struct a *b|,|-
        int f() { .|a|''
        int f() { ;|''|.
        'int f() { a = { '|.|''
        int f() { a = (retu|r|''
        int f() { a = (ret|''|u
        int f() { g(stru|c|''
        int f() { g(str|''|u
        int f() { g(a, str|u|''
        int f() { sizeof(str|u|''
        int f() { if (a) int|''|' '
        'int f() { if (a) x '|=|y
        'int f() { if (a) goto '|y|''
        'int f() { x '|y|''
        int f() { a = { 1|''|;
        int f() { bre|l|a
        int f() { if (a) { } else bre|l|a
        int f() { for (;;) { bre|a|''
        int f() { if (a) { for (;;) if (b) bre|a|''
        int f() { switch (a) { case 1: bre|a|''
        int f() { switch (a) { case 1: cont|r|iI
        int f() { do { cont|i|''
        int f() { x = bre|a|''
        int f() { cas|c|e
        int f() { while (a) { def|e|a
        'int f() { switch (a) { case'|' '|''
        int f() { switch (a) { default|:|''
        int f() { for (;;) if (a) b; bre|l|a
        int f() { a = b ?|c|;
        int f() { a = b ? c :|d|:
        int f() { a = b ? c /|d|;
        int f() { a = b ? c|:|;
        int f() { a(b ? c[1]|:|',)'
        int f() { a = b ? c :|d|;
        int f() { a = b ? c ? d : e|:|;
        int f() { a = b ?: c|;|''
        int f() { a = (b ? c : d)|;|''
        'int f() { a + '|/|''
        int f() { a = *|''|/
        int f() { a = b =|=|''
        'int f() { a = b = '|''|=
        int f() { a >|''|<
        'int f() { a > '|''|;
        int f() { f(a &|''|)
        int f() { sizeof(a *|)|''
        int f() { x++|;|''
        int f() { (*x)++|;|''
        int f() { a !|=|a
        int f() { a = !|a|''
        int f() { a->|b|;
        int f() { a = (struct b *)|c|;
        int f() { a = (b)|;|''
        'int f() { a = b(c) '|''|d
        'int f() { a = 1 '|''|d
        'int f() { a = b ? '|:|''
        'int f() { a[1] '|d|''
        struct a { int x |}|''
        int a[] = { 1, |=|''
        """)
    void masksCharactersByTheStateOfTheText(String before, String allowed, String refused) {
        Vocabulary vocabulary = FakeLanguageModel.reciting(ALL).vocabulary();
        IntStream forbidden = IntStream.of(new SymbolMasks(vocabulary).forbidden(after(before), Integer.MAX_VALUE));
        assertThat(remaining(allowed + refused, vocabulary, forbidden.boxed().toList()::contains))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        int f(int a, struct b *a|b|',)'
        int f(int a, int *b, int a[|1|''
        int f(a, a|',)'|''
        int f(int a) { int a|b|';,=['
        int f(int a) { long b, *a|b|';'
        int f(int a) { int b = a, a|b|';'
        int f(int a) { a(b * a|)|''
        int f(int a) { a|;|''
        int f(int a) { if (a) { int a|;|''
        int f() { if (a) { int b; } int b|;|''
        int f() { struct a a|;|''
        int f() { struct a b = { 1 }; u8 *b|1|=
        int f() { a = 1, b = 2; int b|;|''
        int f() { int b; return b|;|''
        int f() { int b; goto b|;|''
        int f(int a) { } int g(int a|)|''
        'int f() {\n\tgoto ab;\n'|a|'}x'
        'int f() {\n\tgoto ab;\n\t'|x|'}'
        'int f() {\n\tif (x) {\n\t\tgoto ab;\n\t'|}|''
        int f() { goto a|b;|' '
        'int f() {\ngoto ab;\na'|b|'a:'
        'int f() {\ngoto ab;\nab'|:|'b;'
        'int f() {\ngoto ab;\nab:\n'|}x|''
        'int f() {\nab: goto ab;\n'|}|''
        'int f() {\nab: x();\nab'|b|':'
        'int f() {\ngoto ab;\n/* a'|x|''
        'int f() {\n\tgoto ab;\n\tif (x)\n\t\t\ty();\n\t\t\telse\n\t\t\t\t'|z|''
        'int f() {\ngoto ab;\nif (x) y(); else\n'|a|''
        'int f() { switch (a) {\ndefault: b(); }\nswitch (a) {\ndefault'|:|''
        'int f() { goto *a; '|}|''
        'int f() { A(goto a;) }\nstruct a { int b; '|}|''
        """)
    void masksNamesByWhatTheFunctionDeclares(String before, String allowed, String refused) {
        Vocabulary vocabulary = FakeLanguageModel.reciting(ALL).vocabulary();
        CConstraints constraints = new CConstraints(vocabulary, true, Until.LENGTH);
        assertThat(remaining(allowed + refused, constraints, vocabulary, before.translateEscapes()))
                .isEqualTo(allowed);
    }

    /** The characters that constraints leave possible after a prime. */
    private static String remaining(String characters, CConstraints constraints, Vocabulary vocabulary, String prime) {
        float[] logProbabilities = new float[vocabulary.size()];
        constraints.create(prime, 1000).apply(logProbabilities);
        return remaining(characters, vocabulary, symbol -> logProbabilities[symbol] == Float.NEGATIVE_INFINITY);
    }

    /** A function that the network would end goes on with the label that it lacks. */
    @Test
    void gotoGetsItsLabel() {
        String prime = "int f(void)\n{\n";
        LanguageModel model = reciting(prime, "\tgoto out;\n}");
        CConstraints processors = new CConstraints(model.vocabulary(), true, Until.LENGTH);
        assertThat(write(model, LogitsProcessors.GREEDY, processors, prime, 300).text())
                .startsWith("\tgoto out;\nout:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /* |true
        // a|true
        x = "|true
        `#define A "`|true
        x|false
        `x = `|false
        `#define A`|false
        """)
    void nonAsciiSignsAreAllowedOnlyInCommentsAndStrings(String before, boolean allowed) {
        String signs = "é—©“→°€…\u00a0";
        Vocabulary vocabulary = FakeLanguageModel.reciting(ALL + signs).vocabulary();
        CScanner scanner = after(before);
        int[] forbidden = new SymbolMasks(vocabulary).forbidden(scanner, Integer.MAX_VALUE);
        assertThat(signs.codePoints()
                        .filter(sign -> IntStream.of(forbidden).noneMatch(index -> index == vocabulary.indexOf(sign))))
                .hasSize(allowed ? signs.length() : 0);
        assertThat(forbidden).contains(Vocabulary.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        }                     | : a closing bracket without a matching opening bracket at line 1, character 1
        int a;\\n  x)          | : a closing bracket without a matching opening bracket at line 2, character 4
        char *s = "a\\n        | : a line's end inside a string or a character constant at line 1, character 13
        `#endif\\n`            | : an #else, #elif or #endif without an #if at line 1, character 7
        char c = '\\\\q         | : an escape sequence that C does not have at line 1, character 12
        `#elif`               | its last directive, #elif, cannot be completed
        `#ifx`                | its last directive, #ifx, cannot be completed
        `#define A ( // b`    | its last directive, #define, cannot be completed
        s = "\\\\x\\\\          | its last literal cannot be completed
        c = 'a\\\\             | its last literal cannot be completed
        """)
    void refusesAPrimeThatCannotBeContinued(String prime, String message) {
        CConstraints processors = toLength(adversary(0, new SplittableRandom(1)));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> processors.create(prime.translateEscapes(), 100))
                .withMessageStartingWith("the given text cannot be continued under the constraint c: ")
                .withMessageEndingWith(message);
    }

    @Test
    void opensAtMost127Brackets() {
        LanguageModel opening = constant("(x", c -> c == '(' ? 1 : 0.1);
        CConstraints processors = toLength(opening);
        String text =
                write(opening, LogitsProcessors.GREEDY, processors, "", 1000).text();
        assertThat(StructureCheck.problem(text)).isEmpty();
        CScanner scanner = new CScanner();
        int deepest = 0;
        for (int codePoint : text.codePoints().toArray()) {
            scanner.accept(codePoint);
            deepest = Math.max(deepest, scanner.depth());
        }
        assertThat(deepest).isEqualTo(StrictC.MAX_DEPTH);
    }

    @ParameterizedTest
    @CsvSource({"(, 127", "'#if 1\n', 63"})
    void refusesATooDeepPrime(String opening, int most) {
        CConstraints processors = toLength(adversary(0, new SplittableRandom(1)));
        processors.create(opening.translateEscapes().repeat(most), 1000);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> processors.create(opening.translateEscapes().repeat(most + 1), 1000))
                .withMessageEndingWith("it leaves more than 127 brackets or 63 conditionals open");
    }

    @Test
    void refusesAVocabularyWithoutClosingCharacters() {
        Vocabulary vocabulary =
                FakeLanguageModel.reciting(ALL.replaceAll("[}*]", "")).vocabulary();
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> new CConstraints(vocabulary, true, Until.LENGTH))
                .withMessage("the network does not know '*' (U+002A), '}' (U+007D); without these characters,"
                        + " some C texts cannot be closed");
        new CConstraints(vocabulary, false, Until.LINE).create("", 3); // no closing, so no such characters needed
    }

    /** A model that predicts one fixed text after a prime. */
    private static LanguageModel reciting(String prime, String text) {
        return new StreamsModel<>(ALL + text, -Math.max(1, prime.length())) {
            @Override
            public void step(int... indices) {
                streams.set(0, streams.get(0) + 1);
            }

            @Override
            public float[] logProbabilities(int stream) {
                float[] logProbabilities = new float[vocabulary().size()];
                java.util.Arrays.fill(logProbabilities, -15);
                int next = text.codePointAt(Math.floorMod(streams.get(stream), text.length()));
                logProbabilities[vocabulary().indexOf(next)] = 0;
                return logProbabilities;
            }
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LINE|''|'int a;\\nint b;\\n'|'int a;\\n'
        FUNCTION|'int f(void)\\n'|'{\\n\\tif (a) {\\n\\t}\\n}\\nint b;'|'{\\n\\tif (a) {\\n\\t}\\n}'
        FUNCTION|'int f(void) { int a'|';\\n}\\nint b;'|';\\n}'
        FUNCTION|'struct a {\\n};\\n'|'int f(int a) { b("}"); /* } */ }\\n'|'int f(int a) { b("}"); /* } */ }'
        FUNCTION|'int a[] = { 1'|' };\\nint f(int a) { }\\n\\n'|' };\\nint f(int a) { }'
        FUNCTION|'#define A { }\\n'|'int f(void) { }\\n\\n'|'int f(void) { }'
        """)
    void textsEndAtTheLineOrFunctionEnd(Until until, String prime, String text, String expected) {
        boolean topLevel = until == Until.FUNCTION && !prime.contains("{ int a") && !prime.contains("{ 1");
        String context = topLevel ? CConstraints.FUNCTION_END : "";
        LanguageModel model = reciting(context + prime.translateEscapes(), text.translateEscapes());
        for (boolean constrained : new boolean[] {false, true}) {
            CConstraints processors = new CConstraints(model.vocabulary(), constrained, until);
            FinishedText finished = write(model, LogitsProcessors.GREEDY, processors, prime.translateEscapes(), 300);
            assertThat(finished).isEqualTo(new FinishedText(expected.translateEscapes(), FinishReason.UNTIL));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "static int ",
                "static struct a *",
                "int f(",
                "int f(void (*g)(int), ",
                "/* a */\n",
                "int a;\n",
                "struct a { int b; };\n",
                "int f(void)\n{\n\tg();\n}\n\n"
            })
    void textsThatEndAtAFunctionAreFunctions(String prime) {
        String parameters = "(\\[[\\w *+-]*\\]|[^;{}=+/%&|<>!?~'\"-])*";
        Pattern function = Pattern.compile("(?s).*[\\w*]\\s*\\w+\\(" + parameters + "\\)\\s*\\{.*\\}");
        SplittableRandom random = new SplittableRandom(5);
        int ended = 0;
        for (int i = 0; i < 30; i++) {
            LanguageModel model = adversary(List.of(0, 1, 4).get(i % 3), random); // the others use only few characters
            CConstraints processors = new CConstraints(model.vocabulary(), true, Until.FUNCTION);
            FinishedText finished = FinishedText.of(model, LogitsProcessor.NONE, processors, random, prime, 1000, "");
            String text = prime + finished.text();
            if (finished.reason() == FinishReason.UNTIL) {
                assertThat(text).matches(function);
                ended++;
            }
        }
        assertThat(ended).isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        'static int '|a|_=
        static int f|(|';=[ '
        static struct f|''|(
        static int f(|''|)
        static int f(void|)|''
        static int f(int|''|)
        static int f(int a|),|=
        static int f(int a,|''|)
        static int f(int a, .|.|''
        static int f(int a, ...|)|''
        static int f(void (*|g|''
        static int f(void (*g)|(|,
        static int f(void (*g)(int)|,|''
        static int f(int a[A|]|''
        static int f(int a)|{|;
        int a;|i|#
        int a = |1|''
        """)
    void masksCharactersThatLeadToNoFunction(String prime, String allowed, String refused) {
        Vocabulary vocabulary = FakeLanguageModel.reciting(ALL).vocabulary();
        for (boolean constrained : new boolean[] {false, true}) {
            CConstraints constraints = new CConstraints(vocabulary, constrained, Until.FUNCTION);
            assertThat(remaining(allowed + refused, constraints, vocabulary, prime))
                    .isEqualTo(allowed);
        }
    }

    @Test
    void functionClosedByItsLengthHasReasonLength() {
        String prime = "int f(void)\n{\n";
        LanguageModel model = reciting(prime, "\tg();\n\tg();\n\tg();\n}");
        CConstraints processors = new CConstraints(model.vocabulary(), true, Until.FUNCTION);
        for (int length : new int[] {10, 19, 22, 40}) {
            FinishedText finished = write(model, LogitsProcessors.GREEDY, processors, prime, length);
            assertThat(finished.reason()).isEqualTo(length < 19 ? FinishReason.LENGTH : FinishReason.UNTIL);
            assertThat(finished.text()).endsWith("}");
        }
    }

    @Test
    void closesOpenConstructsAfterTheLine() {
        String prime = "#if A\nint f(void)\n{\n";
        LanguageModel model = reciting(prime, "\tif (a[1]) {\n");
        CConstraints processors = new CConstraints(model.vocabulary(), true, Until.LINE);
        FinishedText finished = write(model, LogitsProcessors.GREEDY, processors, prime, 300);
        assertThat(finished.reason()).isEqualTo(FinishReason.UNTIL);
        assertThat(finished.text()).endsWith("}}\n#endif\n");
        assertThat(StructureCheck.problem(prime + finished.text())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        x = "a|'\n'|'"'
        f(a|;|)
        f(a[1|)|]
        { f(a|}|)
        int g() { f(a)|)|;
        '#define A (b'|'\n'|)
        """)
    void probabilityOfAnOuterEndGoesToTheInnerClosingCharacter(String prime, char outer, char closing) {
        Vocabulary vocabulary = FakeLanguageModel.reciting(ALL).vocabulary();
        float[] logProbabilities = new float[vocabulary.size()];
        java.util.Arrays.fill(logProbabilities, -8);
        logProbabilities[vocabulary.indexOf(outer)] = (float) Math.log(0.9);
        logProbabilities[vocabulary.indexOf('a')] = (float) Math.log(0.05);
        logProbabilities[vocabulary.indexOf(closing)] = (float) Math.log(0.03);
        new CConstraints(vocabulary, true, Until.LENGTH).create(prime, 1000).apply(logProbabilities);
        assertThat(logProbabilities[vocabulary.indexOf(outer)]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Math.exp(logProbabilities[vocabulary.indexOf(closing)])).isCloseTo(0.93, within(1e-5));
        assertThat(Math.exp(logProbabilities[vocabulary.indexOf('a')])).isCloseTo(0.05, within(1e-6));
    }

    @Test
    void copyIsIndependentOfItsOriginal() {
        LanguageModel model = adversary(0, new SplittableRandom(1));
        var processor = toLength(model).create("f(", 2);
        var copy = processor.copy();
        processor.accept(model.vocabulary().indexOf('('));
        float[] logProbabilities = new float[model.vocabulary().size()];
        copy.apply(logProbabilities);
        assertThat(logProbabilities[model.vocabulary().indexOf(')')]).isGreaterThan(Float.NEGATIVE_INFINITY);
        assertThat(logProbabilities[model.vocabulary().indexOf('(')]).isEqualTo(Float.NEGATIVE_INFINITY);
    }
}
