package charrnn.tools.constrain;

import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.corpus.Vocabulary;
import charrnn.tools.constrain.CScanner.Region;
import charrnn.tools.constrain.TokenRun.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Computes which symbols of a vocabulary are forbidden next. It tries one symbol of each class of equivalent ones on a copy
 * of the scanner. Results for the most frequent states, which a short key describes, are cached.
 */
final class SymbolMasks {
    /** The characters that a {@link ClosingPlan} may need, except those that {@link #canClose} checks. */
    private static final String CLOSING = "\n \"#'()*/0;[]}acdefgilmnoprsuw";

    private static final List<Object> UNCACHED = List.of();
    private static final int CACHE_SIZE = 20_000; // a text uses some hundreds
    private static final int CLASSES = 130; // of characters
    static final int UNLIMITED = Integer.MAX_VALUE; // remaining characters

    private final Vocabulary vocabulary;
    private final Map<List<Object>, int[]> cache = new ConcurrentHashMap<>(); // by key

    /** @throws UserError if the vocabulary lacks a character that closing may need */
    SymbolMasks(Vocabulary vocabulary) {
        List<Integer> missing = vocabulary.unknownIn(CLOSING);
        if (!missing.isEmpty()) {
            throw new UserError("the network does not know "
                    + missing.stream().map(CharacterName::of).collect(Collectors.joining(", "))
                    + "; without these characters, some C texts cannot be closed");
        }
        this.vocabulary = vocabulary;
    }

    /** Number of the class of a character; ASCII characters other than letters and digits have one each. */
    private static int characterClass(int codePoint) {
        if (codePoint < 128) {
            boolean word = Character.isLetterOrDigit(codePoint) || codePoint == '_';
            return word ? 'a' : codePoint;
        }
        return Character.isUnicodeIdentifierPart(codePoint) ? 128 : 129;
    }

    /**
     * Vocabulary indices of the symbols that are forbidden next.
     *
     * @param remaining number of characters that may still be generated, at least as many as closing takes
     */
    int[] forbidden(CScanner scanner, int remaining) {
        boolean unlimited = isUnlimited(scanner, remaining);
        List<Object> key = unlimited ? key(scanner) : UNCACHED;
        int[] mask = cache.get(key);
        if (mask == null) {
            mask = compute(scanner, unlimited ? UNLIMITED : remaining);
            if (!key.isEmpty() && cache.size() < CACHE_SIZE) {
                cache.put(key, mask);
            }
        }
        return mask;
    }

    /** Whether the length forbids nothing yet: more characters remain than closing can take. */
    boolean isUnlimited(CScanner scanner, int remaining) {
        return remaining > ClosingPlan.bound(scanner);
    }

    /** A key that decides the mask while the length is no limit; {@link #UNCACHED} if the state has none. */
    private static List<Object> key(CScanner scanner) {
        Statements statements = scanner.statements;
        Region region = scanner.region();
        boolean space = scanner.token().kind() == Kind.SPACE;
        if (scanner.backslash
                || scanner.slash
                || scanner.isInDirective()
                || region == Region.CHARACTER
                || scanner.depth() >= StrictC.MAX_DEPTH
                || (space && statements.isAfterFirstWordOfSubstatement())
                || lettersDiffer(scanner)) {
            return UNCACHED;
        }
        if (region != Region.CODE) {
            return List.of(region);
        }
        return Arrays.asList(
                scanner.structure.code.opening(),
                scanner.structure.isBranchBalanced(),
                scanner.conditionalDepth() == 0,
                scanner.isFirstInLine(),
                space,
                StrictC.mayQuote(scanner),
                StrictC.maySeparate(scanner),
                StrictC.mayBeginBlock(scanner),
                statements.mayEndBlock(),
                statements.mayDot(),
                statements.isDeclarator(),
                statements.mayNameFollow(),
                statements.isInBody() ? scanner.operators.state() : region);
    }

    private int[] compute(CScanner scanner, int remaining) {
        // Near the length, a keyword may take more characters to close than a name.
        boolean exact = remaining != UNLIMITED || lettersDiffer(scanner);
        Boolean[] allowed = new Boolean[CLASSES]; // null: not yet known
        return IntStream.range(0, vocabulary.size())
                .filter(i -> {
                    int codePoint = vocabulary.codePoint(i);
                    int of = characterClass(codePoint);
                    if (i != Vocabulary.UNKNOWN && (exact || allowed[of] == null)) {
                        allowed[of] = isAllowed(scanner, codePoint, remaining);
                    }
                    return i == Vocabulary.UNKNOWN || !allowed[of];
                })
                .toArray();
    }

    /** Whether different letters may have different results, as in the names of directives and in escape sequences. */
    private static boolean lettersDiffer(CScanner scanner) {
        boolean escape = scanner.backslash || scanner.literal.isInEscape();
        return scanner.structure.inName || (scanner.isInLiteral() && escape) || scanner.statements.isSpecial();
    }

    private boolean isAllowed(CScanner scanner, int codePoint, int remaining) {
        CScanner after = scanner.copy();
        SyntaxViolation violation = after.accept(codePoint);
        return StrictC.allows(scanner, codePoint, violation, after)
                && canClose(after)
                && (remaining == UNLIMITED || ClosingPlan.cost(after) < remaining);
    }

    /** Whether the vocabulary has the characters that complete an open {@code do}, {@code case} or operator. */
    private boolean canClose(CScanner scanner) {
        Statements statements = scanner.statements;
        int operand = statements.isInBody() ? scanner.operators.closing() : 0;
        return (scanner.operators.openConditionals() == 0 || vocabulary.indexOf(':') != Vocabulary.UNKNOWN)
                && (statements.construct.openDos() == 0
                        || vocabulary.unknownIn("while").isEmpty())
                && (!statements.isOpenCase() || vocabulary.indexOf(':') != Vocabulary.UNKNOWN)
                && (operand == 0 || vocabulary.indexOf(operand) != Vocabulary.UNKNOWN);
    }

    /** Index of the next character of the {@link ClosingPlan}, or of a line feed if the text is closed. */
    int closing(CScanner scanner) {
        return vocabulary.indexOf(ClosingPlan.isClosed(scanner) ? '\n' : ClosingPlan.next(scanner));
    }
}
