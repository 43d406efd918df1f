package charrnn.tools.constrain;

import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.corpus.Vocabulary;
import charrnn.tools.constrain.CScanner.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which symbols of a vocabulary may not come in a place. To find that out each is tried, but for those that behave alike;
 * what is forbidden in the most frequent places is remembered, since it depends on little there.
 */
final class SymbolMasks {
    /** All that closing a text may take, but for what {@link #canClose} tells of. */
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

    /** Whether closing the text is no matter yet. */
    boolean isAmple(CScanner scanner, int left) {
        return left > ClosingPlan.bound(scanner);
    }

    /** All that decides what may come, as long as closing is no matter; {@link #RARE} where that is more. */
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
        Operators operators = scanner.operators();
        boolean secondWord = scanner.token() == Token.SPACE && StatementRules.isAfterOnlyWord(statements);
        if (StatementRules.isSpecial(statements) || secondWord || scanner.isAfterSlash()) {
            return RARE;
        }
        BracketStructure structure = scanner.structure();
        int bracket = "([{".indexOf(structure.code().opening()) + 1;
        int place = bracket << 1 | (scanner.isFresh() ? 1 : 0);
        place = place << 1 | (StrictC.mayQuote(scanner) ? 1 : 0);
        place = place << 1 | (StrictC.maySeparate(scanner) ? 1 : 0);
        place = place << 1 | (StrictC.mayBeginBlock(scanner) ? 1 : 0);
        place = place << 1 | (structure.isBranchBalanced() ? 1 : 0);
        place = place << 1 | (StatementRules.mayEndBlock(statements) ? 1 : 0);
        place = place << 1 | (StatementRules.mayDot(statements, scanner.significant()) ? 1 : 0);
        place = place << 1 | (StatementRules.isDeclarator(statements) ? 1 : 0);
        place = place << 1 | (StatementRules.mayName(statements) ? 1 : 0);
        place = place << 1 | (scanner.token() == Token.SPACE ? 1 : 0);
        place = place << 1 | (structure.conditionals().isEmpty() ? 1 : 0);
        return place << 11 | (statements.isInBody() ? operators.place() : 0);
    }

    private int[] tryAll(CScanner scanner, int left) {
        boolean exact = left != AMPLE || isExact(scanner); // a keyword may take more to close than another word
        boolean[] allowed = new boolean[alike.length];
        for (int i = 0; i < alike.length; i++) {
            int first = exact ? i : alike[i];
            allowed[i] = first == i ? i != Vocabulary.UNKNOWN && mayCome(scanner, i, left) : allowed[first];
        }
        return IntStream.range(0, allowed.length).filter(i -> !allowed[i]).toArray();
    }

    /** Whether each letter has its own right, as in the names of directives and in escape sequences. */
    private static boolean isExact(CScanner scanner) {
        boolean escape = scanner.isAfterBackslash() || scanner.literal().isInEscape();
        return scanner.structure().isInName()
                || (scanner.isInLiteral() && escape)
                || StatementRules.isSpecial(scanner.statements());
    }

    private boolean mayCome(CScanner scanner, int index, int left) {
        CScanner after = scanner.copy();
        int codePoint = vocabulary.codePoint(index);
        SyntaxViolation breach = after.accept(codePoint);
        return StrictC.allows(scanner, codePoint, breach, after)
                && canClose(after)
                && (left == AMPLE || ClosingPlan.cost(after) < left);
    }

    /** Whether the vocabulary has what ends a {@code do}, a {@code case} and an operator that are under way. */
    private boolean canClose(CScanner scanner) {
        Statements statements = scanner.statements();
        int operand = statements.isInBody() ? scanner.operators().next() : 0;
        return (statements.dos() == 0 || vocabulary.unknownIn("while").isEmpty())
                && (!StatementRules.isCase(statements) || vocabulary.indexOf(':') != Vocabulary.UNKNOWN)
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
