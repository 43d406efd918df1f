package charrnn.tools.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.Vocabulary;
import charrnn.grammar.CText;
import charrnn.grammar.HeaderIndex;
import charrnn.grammar.Leniency;
import charrnn.grammar.Prompt;
import charrnn.grammar.StructureCheck;
import charrnn.grammar.SymbolTable;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.sample.FakeLanguageModel;
import charrnn.sample.FinishedText;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.SamplingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
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
            "#define A(x) do { (x); \\\n",
            "#",
            "#in",
            "#if A\n#e",
            "#if A\n#else",
            "#include",
            "#if /* a",
            "int a[] = { 1, 2",
            "int f(void)\n{\n\tdo { x = a ? b : (",
            "int f(void) { do if (a) do",
            "int f(void) { do x(); while (",
            "int f(void) { switch (a) { case 1",
            "int f(void) { if (a) x++; else",
            "int f(void) { struct a b = { .c = {",
            "int f(void) { struct a b = { .c",
            "int f(void) { switch (a) { case",
            "int f(void) { return (struct a *)",
            "int f(void) { x = y->",
            "int f(void) { if (x !",
            "int f(void) { for_each(x) if (a) { b",
            "x = 1; y = ",
            "int f(int a, int b) { goto out; int ",
            "int f(void) { if (a) x = ({ y; })",
            "int f(void) { x = a ? b ? c : d",
            "int f(void) { x = a ? b[c ? (d",
            "static struct a *",
            "int f(void (*g)(int), ",
            "/* a */\n",
            "int a;\n",
            "struct a { int b; };\n",
            "int f(void)\n{\n\tg();\n}\n\n");

    private static CConstraints toLength(LanguageModel model) {
        return new CConstraints(model.vocabulary(), true, Until.LENGTH);
    }

    /** Generates a text after a prime, with the likeliest characters or drawn ones. */
    private static FinishedText write(
            LanguageModel model, LogitsProcessor last, CConstraints processors, String prime, int length) {
        return FinishedText.of(
                model, last, processors.create(prime, length), new SplittableRandom(2), prime, length, "");
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

    private static final HeaderIndex PROJECT = HeaderIndex.of(Map.of(
            "a.h",
            "struct a { struct a *next; int b, c; };\nint a(int b), b(void), g(struct a *a);\nvoid x(int y);\n"
                    + "#define M(a, b) a\n"));

    /**
     * Each text is one of the grammar from its beginning on and balances, whatever is predicted, whatever its length, and whichever
     * symbols it may use.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 19, 22, 56})
    void everyTextIsOfTheGrammarAndBalances(int kind) {
        SplittableRandom random = new SplittableRandom(100 + kind);
        for (int i = 0; i < 4 * PRIMES.size(); i++) {
            String prime = PRIMES.get(i % PRIMES.size());
            // A function does not follow statements in the grammar.
            Until until = Until.values()[random.nextInt(prime.startsWith("x = 1;") ? 2 : 3)];
            SymbolUse use = SymbolUse.values()[random.nextInt(3)];
            Prompt prompt = new Prompt();
            prime.codePoints().forEach(prompt::read);
            SymbolTable symbols = use == SymbolUse.ANY ? null : PROJECT.at(prime);
            CText given = prompt.text(until == Until.FUNCTION, symbols);
            int least = given.ending().orElseThrow().length();
            int more = i % 5 == 0 ? 0 : random.nextInt(i % 10 == 1 ? 300 : 60); // often no more than the ending needs
            int length = Math.max(1, least) + more;
            LanguageModel model = adversary(kind % 5, random);
            CConstraints processors = new CConstraints(model.vocabulary(), true, until, use, PROJECT);
            LogitsProcessor last = new SamplingOptions(1, i % 3 * 0.8, 0, 1, 1, 1, "").temperatureAndCuts();
            FinishedText finished =
                    FinishedText.of(model, last, processors.create(prime, length), random, prime, length, "");
            String text = finished.text();
            // A declaration may follow that of the prime, and a completion may use names that do not exist.
            CText read = prompt.text(false, symbols).with(Leniency.ANY_NAME).after(text);
            String description = until + ", " + use + ": " + prime + text;
            assertThat(read).as(description).isNotNull();
            assertThat(read.isComplete()).as(description).isTrue();
            assertThat(StructureCheck.problem(prime + text)).as(description).isEmpty();
            assertThat(text.length()).as(description).isBetween(until == Until.LENGTH ? length : 0, length);
            boolean mustBeFunction = until == Until.FUNCTION && finished.reason() == FinishReason.UNTIL;
            assertThat(read.endsFunction() || !mustBeFunction).as(description).isTrue();
        }
    }

    /** What is open is closed before the end of a statement that the network predicts, and a missing label is written. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        '\\tgoto out;\\n}'|'\\tgoto out;\\nout:\\n'
        '\\tg(a[1;\\n}'|'\\tg(a[1]);'
        '\\tif (a {\\n}'|'\\tif (a ){'
        """)
    void writesWhatIsMissingBeforeATokenThatIsRefused(String predicted, String written) {
        String prime = "int f(void)\n{\n";
        LanguageModel model = reciting(prime, predicted.translateEscapes());
        assertThat(write(model, LogitsProcessor.GREEDY, toLength(model), prime, 300)
                        .text())
                .startsWith(written.translateEscapes());
    }

    /** A token that is refused is drawn again, so that those that remain keep their proportions. */
    @Test
    void tokensThatRemainKeepTheirProportions() {
        String prime = "int f(int ab, int ac, int ";
        Vocabulary vocabulary = FakeLanguageModel.reciting(ALL).vocabulary();
        LanguageModel model = new FakeLanguageModel(ALL, last -> {
            double[] weights = new double[vocabulary.size()];
            switch (vocabulary.codePoint(last)) {
                case ' ' -> weights[vocabulary.indexOf('a')] = 1;
                case 'a' -> {
                    weights[vocabulary.indexOf('b')] = 0.2; // ab and ac are declared already
                    weights[vocabulary.indexOf('c')] = 0.1;
                    weights[vocabulary.indexOf('d')] = 0.4;
                    weights[vocabulary.indexOf('e')] = 0.2;
                }
                default -> weights[vocabulary.indexOf(',')] = 1;
            }
            return weights;
        });
        SplittableRandom random = new SplittableRandom(1);
        int d = 0;
        int e = 0;
        for (int i = 0; i < 600; i++) {
            String text = FinishedText.of(
                            model, LogitsProcessor.NONE, toLength(model).create(prime, 30), random, prime, 30, "")
                    .text();
            d += text.startsWith("ad,") ? 1 : 0;
            e += text.startsWith("ae,") ? 1 : 0;
            assertThat(text).matches("(?s)a[^bc].*");
        }
        assertThat(d / (double) (d + e)).isCloseTo(2 / 3., within(0.06)); // three standard deviations
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        }                      | a closing bracket without a matching opening bracket at line 1, character 1
        int a;\\n  x)          | a closing bracket without a matching opening bracket at line 2, character 4
        char *s = "a\\n        | a line's end inside a string or a character constant at line 1, character 13
        `#endif\\n`            | an #else, #elif or #endif without an #if at line 1, character 7
        char c = '\\\\q         | what the grammar of C does not allow at line 1, character 12
        int f(a)\\nint a;\\n{   | what the grammar of C does not allow at line 3, character 1
        int f(void) { return return; | what the grammar of C does not allow at line 1, character 28
        """)
    void refusesAPrimeThatCannotBeContinued(String prime, String message) {
        CConstraints processors = toLength(adversary(0, new SplittableRandom(1)));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> processors.create(prime.translateEscapes(), 100))
                .withMessage("the given text cannot be continued under the constraint c: " + message);
    }

    private static final List<String> FRAGMENTS =
            List.of(("do |if(x)|if(x){|for(;;)|while(x)do |switch(a)case 1:|a:|(int)|!|sizeof |sizeof(|a?|"
                            + "a?b:|x=|goto a;|struct {|enum{|int(*|({|a[|f(|\"a\" |\"a|/* |// |#if 1\n|#else\n|a|0|"
                            + "'|\\|#define A(|do if(x)|return |&&|a: ; __label__ ")
                    .split("\\|"));

    /** Repetitions of what may be open, or makes a token long: the text is completed within its length, or its prompt is rejected. */
    @ParameterizedTest
    @FieldSource("FRAGMENTS")
    void repeatedFragmentsAreCompletedOrRefused(String fragment) {
        LanguageModel model = constant(ALL, c -> 1);
        for (int times : new int[] {1, 60, 300, 900}) {
            for (String head : List.of("", "int f(int a)\n{\n\t", "int f(int a)\n{\n\tx = ")) {
                String prime = head + fragment.repeat(times);
                try {
                    assertThat(toLength(model).create(prime, 4000)).isNotNull();
                } catch (UserError e) {
                    assertThat(e).hasMessageStartingWith("the given text cannot be continued under the constraint c: ");
                }
            }
        }
    }

    @Test
    void refusesWhatLeavesTooMuchOpen() {
        CConstraints constraints = toLength(constant(ALL, c -> 1));
        String head = "int f(int a)\n{\n\t";
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> constraints.create(head + "do ".repeat(800), 9000))
                .withMessageContaining("it leaves too much open")
                .withMessageContaining("at most 2000 are allowed");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> constraints.create(head + "a".repeat(256), 9000))
                .withMessageContaining("a name or number of more than 255 characters at line 3, character 257");
        assertThat(constraints.create(head + "a".repeat(255), 9000)).isNotNull();
    }

    @Test
    void opensAtMost127Brackets() {
        LanguageModel opening = constant("(x", c -> c == '(' ? 1 : 0.1);
        String prime = "int a = ";
        String text = write(opening, LogitsProcessor.GREEDY, toLength(opening), prime, 1000)
                .text();
        assertThat(StructureCheck.problem(prime + text)).isEmpty();
        assertThat(text.chars().takeWhile(c -> c == '(')).hasSize(127);
    }

    @ParameterizedTest
    @CsvSource({"(, 127", "'#if 1\n', 63"})
    void refusesATooDeepPrime(String opening, int most) {
        CConstraints processors = toLength(adversary(0, new SplittableRandom(1)));
        processors.create(opening.translateEscapes().repeat(most), 1000);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> processors.create("int f(int a)\n" + "{".repeat(127) + "if ", 1000))
                .withMessageContaining("a token that cannot be completed");
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
                        + " some C texts cannot be completed");
        new CConstraints(vocabulary, false, Until.LINE).create("", 3); // no closing, so no such characters needed
        Vocabulary withoutZ = FakeLanguageModel.reciting(ALL.replace("Z", "")).vocabulary();
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(
                        () -> new CConstraints(withoutZ, true, Until.LENGTH).create("void f(void)\n{\n\tgoto Z;", 99))
                .withMessage("the network does not know 'Z' (U+005A); without these characters, this text cannot be"
                        + " completed");
    }

    /** A model that predicts one fixed text after a prime. */
    private static LanguageModel reciting(String prime, String text) {
        Vocabulary vocabulary = FakeLanguageModel.reciting(ALL + text).vocabulary();
        return FakeLanguageModel.afterText(ALL + text, read -> {
            float[] logProbabilities = new float[vocabulary.size()];
            Arrays.fill(logProbabilities, -15);
            int at = Math.floorMod(read.length() - Math.max(1, prime.length()), text.length());
            logProbabilities[vocabulary.indexOf(text.codePointAt(at))] = 0;
            return logProbabilities;
        });
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
            FinishedText finished = write(model, LogitsProcessor.GREEDY, processors, prime.translateEscapes(), 300);
            assertThat(finished).isEqualTo(new FinishedText(expected.translateEscapes(), FinishReason.UNTIL));
        }
    }

    @Test
    void functionClosedByItsLengthHasReasonLength() {
        String prime = "int f(void)\n{\n";
        LanguageModel model = reciting(prime, "\tg();\n\tg();\n\tg();\n}");
        CConstraints processors = new CConstraints(model.vocabulary(), true, Until.FUNCTION);
        for (int length : new int[] {10, 19, 22, 40}) {
            FinishedText finished = write(model, LogitsProcessor.GREEDY, processors, prime, length);
            assertThat(finished.reason()).isEqualTo(length < 19 ? FinishReason.LENGTH : FinishReason.UNTIL);
            assertThat(finished.text()).endsWith("}");
        }
    }

    @Test
    void knownNamesAreTheDefaultWhereThereAreHeaders() {
        assertThat(SymbolUse.of(null, PROJECT)).isEqualTo(SymbolUse.KNOWN);
        assertThat(SymbolUse.of(null, HeaderIndex.NONE)).isEqualTo(SymbolUse.LIKELY);
        assertThat(SymbolUse.of(SymbolUse.ANY, PROJECT)).isEqualTo(SymbolUse.ANY);
    }
}
