package charrnn.tools.constrain;

import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.corpus.Vocabulary;
import charrnn.tools.constrain.TokenRun.Kind;
import java.util.HashMap;
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

    private static final int UNCACHED = -1;
    private static final int IN_STRING = -2;
    private static final int IN_LINE_COMMENT = -3;
    private static final int IN_BLOCK_COMMENT = -4;
    private static final int CACHE_SIZE = 20_000; // a text uses some hundreds
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Vocabulary vocabulary;
    private final int[] representatives; // of each symbol: the first symbol of its class
    private final Map<Integer, int[]> cache = new ConcurrentHashMap<>(); // by key

    /** @throws UserError if the vocabulary lacks a character that closing may need */
    SymbolMasks(Vocabulary vocabulary) {
        List<Integer> missing = vocabulary.unknownIn(CLOSING);
        if (!missing.isEmpty()) {
            throw new UserError("the network does not know "
                    + missing.stream().map(CharacterName::of).collect(Collectors.joining(", "))
                    + "; without these characters, some C texts cannot be closed");
        }
        this.vocabulary = vocabulary;
        this.representatives = new int[vocabulary.size()];
        Map<Integer, Integer> firsts = new HashMap<>();
        // The unknown symbol is always forbidden, so it must not represent another symbol.
        for (int i = Vocabulary.UNKNOWN + 1; i < representatives.length; i++) {
            int first = i;
            representatives[i] = firsts.computeIfAbsent(characterClass(vocabulary.codePoint(i)), each -> first);
        }
    }

    /** A character that represents its class. */
    private static int characterClass(int codePoint) {
        if (codePoint < 128) {
            boolean word = Character.isLetterOrDigit(codePoint) || codePoint == '_';
            return word ? 'a' : codePoint;
        }
        return Character.isUnicodeIdentifierPart(codePoint) ? 0x80 : 0x81;
    }

    /**
     * Vocabulary indices of the symbols that are forbidden next.
     *
     * @param remaining number of characters that may still be generated, at least as many as closing takes
     */
    int[] forbidden(CScanner scanner, int remaining) {
        boolean unlimited = isUnlimited(scanner, remaining);
        int key = unlimited ? key(scanner) : UNCACHED;
        if (key == UNCACHED) {
            return compute(scanner, unlimited ? UNLIMITED : remaining);
        }
        int[] mask = cache.get(key);
        if (mask == null) {
            mask = compute(scanner, UNLIMITED);
            if (cache.size() < CACHE_SIZE) {
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
    private static int key(CScanner scanner) {
        if (scanner.isAfterBackslash() || scanner.isInDirective() || scanner.depth() >= StrictC.MAX_DEPTH) {
            return UNCACHED;
        }
        return switch (scanner.region()) {
            case CODE -> codeKey(scanner);
            case STRING -> scanner.literal().isInEscape() ? UNCACHED : IN_STRING;
            case CHARACTER -> UNCACHED;
            case LINE_COMMENT -> IN_LINE_COMMENT;
            case BLOCK_COMMENT -> IN_BLOCK_COMMENT;
        };
    }

    private static int codeKey(CScanner scanner) {
        Statements statements = scanner.statements();
        boolean space = scanner.token().kind() == Kind.SPACE;
        if (statements.isSpecial()
                || (space && statements.isAfterFirstWordOfSubstatement())
                || scanner.isAfterSlash()) {
            return UNCACHED;
        }
        boolean[] answers = {
            scanner.isFirstInLine(),
            StrictC.mayQuote(scanner),
            StrictC.maySeparate(scanner),
            StrictC.mayBeginBlock(scanner),
            scanner.structure().isBranchBalanced(),
            statements.mayEndBlock(),
            statements.mayDot(),
            statements.isDeclarator(),
            statements.mayNameFollow(),
            space,
            scanner.conditionalDepth() == 0
        };
        int key = "([{".indexOf(scanner.structure().code().opening()) + 1;
        for (boolean answer : answers) {
            key = key << 1 | (answer ? 1 : 0);
        }
        return key << 10 | (statements.isInBody() ? scanner.operators().stateNumber() : 0);
    }

    private int[] compute(CScanner scanner, int remaining) {
        // Near the length, a keyword may take more characters to close than a name.
        boolean exact = remaining != UNLIMITED || lettersDiffer(scanner);
        boolean[] allowed = new boolean[representatives.length];
        for (int i = Vocabulary.UNKNOWN + 1; i < representatives.length; i++) {
            int first = exact ? i : representatives[i];
            allowed[i] = first == i ? isAllowed(scanner, i, remaining) : allowed[first];
        }
        return IntStream.range(0, allowed.length).filter(i -> !allowed[i]).toArray();
    }

    /** Whether different letters may have different results, as in the names of directives and in escape sequences. */
    private static boolean lettersDiffer(CScanner scanner) {
        boolean escape = scanner.isAfterBackslash() || scanner.literal().isInEscape();
        return scanner.structure().isInName()
                || (scanner.isInLiteral() && escape)
                || scanner.statements().isSpecial();
    }

    private boolean isAllowed(CScanner scanner, int index, int remaining) {
        CScanner after = scanner.copy();
        int codePoint = vocabulary.codePoint(index);
        SyntaxViolation violation = after.accept(codePoint);
        return StrictC.allows(scanner, codePoint, violation, after)
                && canClose(after)
                && (remaining == UNLIMITED || ClosingPlan.cost(after) < remaining);
    }

    /** Whether the vocabulary has the characters that complete an open {@code do}, {@code case} or operator. */
    private boolean canClose(CScanner scanner) {
        Statements statements = scanner.statements();
        int operand = statements.isInBody() ? scanner.operators().closing() : 0;
        return (statements.construct.openDos() == 0
                        || vocabulary.unknownIn("while").isEmpty())
                && (!statements.isOpenCase() || vocabulary.indexOf(':') != Vocabulary.UNKNOWN)
                && (operand == 0 || vocabulary.indexOf(operand) != Vocabulary.UNKNOWN);
    }

    /** Whether a symbol ends a line, a statement or a bracket; if forbidden, an inner construct must end first. */
    boolean endsOuterConstruct(int index) {
        return "\n;)]}".indexOf(vocabulary.codePoint(index)) >= 0;
    }

    /** Index of the next character of the {@link ClosingPlan}, or of a line feed if the text is closed. */
    int closing(CScanner scanner) {
        return vocabulary.indexOf(ClosingPlan.isClosed(scanner) ? '\n' : ClosingPlan.next(scanner));
    }
}
