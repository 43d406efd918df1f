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
 * The symbols of a vocabulary that may not come next. Each symbol is tried, except that those which behave alike are tried
 * once; the result is remembered for the most frequent places, where it depends on little.
 */
final class SymbolMasks {
    /** All that closing a text may take, but for what {@link #canClose} checks. */
    private static final String CLOSING = "\n \"#'()*/0;[]}acdefgilmnoprsuw";

    private static final int RARE = -1;
    private static final int IN_STRING = -2;
    private static final int IN_LINE_COMMENT = -3;
    private static final int IN_BLOCK_COMMENT = -4;
    private static final int MOST_KNOWN = 20_000; // texts come by some hundreds
    private static final int AMPLE = Integer.MAX_VALUE;

    private final Vocabulary vocabulary;
    private final int[] alike; // the first symbol of each one's kind
    private final Map<Integer, int[]> known = new ConcurrentHashMap<>(); // by place

    /** @throws UserError if a character is missing that closes something */
    SymbolMasks(Vocabulary vocabulary) {
        List<Integer> missing = vocabulary.unknownIn(CLOSING);
        if (!missing.isEmpty()) {
            throw new UserError("the network does not know "
                    + missing.stream().map(CharacterName::of).collect(Collectors.joining(", "))
                    + ", without which not every text of C could be closed");
        }
        this.vocabulary = vocabulary;
        this.alike = new int[vocabulary.size()];
        Map<Integer, Integer> firsts = new HashMap<>();
        // The unknown symbol is of no kind: as it may not come, none that were like it could.
        for (int i = Vocabulary.UNKNOWN + 1; i < alike.length; i++) {
            int first = i;
            alike[i] = firsts.computeIfAbsent(kind(vocabulary.codePoint(i)), kind -> first);
        }
    }

    /** A character that stands for all of its kind. */
    private static int kind(int codePoint) {
        if (codePoint < 128) {
            boolean word = Character.isLetterOrDigit(codePoint) || codePoint == '_';
            return word ? 'a' : codePoint;
        }
        return Character.isUnicodeIdentifierPart(codePoint) ? 0x80 : 0x81;
    }

    /**
     * Vocabulary indices of what may not come next.
     *
     * @param left characters that the text may still have, of which closing it takes no more
     */
    int[] forbidden(CScanner scanner, int left) {
        boolean ample = isAmple(scanner, left);
        int place = ample ? place(scanner) : RARE;
        if (place == RARE) {
            return tryAll(scanner, ample ? AMPLE : left);
        }
        int[] remembered = known.get(place);
        if (remembered == null) {
            remembered = tryAll(scanner, AMPLE);
            if (known.size() < MOST_KNOWN) {
                known.put(place, remembered);
            }
        }
        return remembered;
    }

    /** Whether the length is no limit yet: more characters are left than closing the text may take. */
    boolean isAmple(CScanner scanner, int left) {
        return left > ClosingPlan.bound(scanner);
    }

    /** A number for all that decides what may come while the length is no limit; {@link #RARE} where that is more. */
    private static int place(CScanner scanner) {
        if (scanner.isAfterBackslash() || scanner.isInDirective() || scanner.depth() >= StrictC.DEPTH) {
            return RARE;
        }
        return switch (scanner.region()) {
            case CODE -> codePlace(scanner);
            case STRING -> scanner.literal().isInEscape() ? RARE : IN_STRING;
            case CHARACTER -> RARE;
            case LINE_COMMENT -> IN_LINE_COMMENT;
            case BLOCK_COMMENT -> IN_BLOCK_COMMENT;
        };
    }

    private static int codePlace(CScanner scanner) {
        Statements statements = scanner.statements();
        boolean space = scanner.token().kind() == Kind.SPACE;
        if (statements.isSpecial() || (space && statements.isAfterOnlyWord()) || scanner.isAfterSlash()) {
            return RARE;
        }
        boolean[] answers = {
            scanner.isFresh(),
            StrictC.mayQuote(scanner),
            StrictC.maySeparate(scanner),
            StrictC.mayBeginBlock(scanner),
            scanner.structure().isBranchBalanced(),
            statements.mayEndBlock(),
            statements.mayDot(),
            statements.isDeclarator(),
            statements.mayName(),
            space,
            scanner.conditionalDepth() == 0
        };
        int place = "([{".indexOf(scanner.structure().code().opening()) + 1;
        for (boolean answer : answers) {
            place = place << 1 | (answer ? 1 : 0);
        }
        return place << 10 | (statements.isInBody() ? scanner.operators().place() : 0);
    }

    private int[] tryAll(CScanner scanner, int left) {
        boolean exact = left != AMPLE || isExact(scanner); // a keyword may take more to close than another word
        boolean[] allowed = new boolean[alike.length];
        for (int i = Vocabulary.UNKNOWN + 1; i < alike.length; i++) {
            int first = exact ? i : alike[i];
            allowed[i] = first == i ? mayCome(scanner, i, left) : allowed[first];
        }
        return IntStream.range(0, allowed.length).filter(i -> !allowed[i]).toArray();
    }

    /** Whether letters differ here, as in the names of directives and in escape sequences. */
    private static boolean isExact(CScanner scanner) {
        boolean escape = scanner.isAfterBackslash() || scanner.literal().isInEscape();
        return scanner.structure().isInName()
                || (scanner.isInLiteral() && escape)
                || scanner.statements().isSpecial();
    }

    private boolean mayCome(CScanner scanner, int index, int left) {
        CScanner after = scanner.copy();
        int codePoint = vocabulary.codePoint(index);
        SyntaxViolation violation = after.accept(codePoint);
        return StrictC.allows(scanner, codePoint, violation, after)
                && canClose(after)
                && (left == AMPLE || ClosingPlan.cost(after) < left);
    }

    /** Whether the vocabulary has what ends an open {@code do}, {@code case} or operator. */
    private boolean canClose(CScanner scanner) {
        Statements statements = scanner.statements();
        int operand = statements.isInBody() ? scanner.operators().closing() : 0;
        return (statements.construct.dos() == 0 || vocabulary.unknownIn("while").isEmpty())
                && (!statements.isCase() || vocabulary.indexOf(':') != Vocabulary.UNKNOWN)
                && (operand == 0 || vocabulary.indexOf(operand) != Vocabulary.UNKNOWN);
    }

    /** Whether a symbol, where it is forbidden, belongs outside of what is open: it ends a line, or what is around. */
    boolean belongsOutside(int index) {
        return "\n;)]}".indexOf(vocabulary.codePoint(index)) >= 0;
    }

    /** Index of the character that leads to the end of what is open, or of a line's end where nothing is. */
    int closing(CScanner scanner) {
        return vocabulary.indexOf(ClosingPlan.isDone(scanner) ? '\n' : ClosingPlan.next(scanner));
    }
}
