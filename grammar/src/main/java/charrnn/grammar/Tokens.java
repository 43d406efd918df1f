package charrnn.grammar;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The tokens of a {@link Grammar}: which of its terminals a token is, and what may become one. */
final class Tokens {
    /** The kind of a token, by its first characters. */
    enum Kind {
        WORD,
        NUMBER,
        STRING, // character constants too
        OPERATOR
    }

    private static final Set<String> PREFIXES = Set.of("L", "u", "U", "u8"); // of strings
    private static final int MAX_CACHED = 1 << 16; // tokens
    private static final int MAX_CACHED_LENGTH = 40; // characters

    private final Grammar grammar;
    private final Map<String, BitSet> fixed = new HashMap<>(); // keywords and operators
    private final Set<String> unfinished = new HashSet<>(); // beginnings of longer keywords and operators
    private final BitSet all = new BitSet(); // terminals
    private final Map<String, BitSet> known = new ConcurrentHashMap<>(); // the classes of tokens that were read
    private final Map<String, BitSet> reachable = new ConcurrentHashMap<>(); // what their beginnings may become

    Tokens(Grammar grammar) {
        this.grammar = grammar;
        all.set(0, grammar.terminals);
        for (int terminal = 0; terminal < grammar.terminals; terminal++) {
            String name = grammar.names.get(terminal);
            if (!grammar.classes.containsKey(name)) {
                BitSet one = new BitSet();
                one.set(terminal);
                fixed.put(name, one);
                IntStream.range(1, name.length()).forEach(end -> unfinished.add(name.substring(0, end)));
            }
        }
    }

    static Kind kind(String token) {
        char first = token.charAt(0);
        if (isQuote(first)) {
            return Kind.STRING;
        }
        if (CharacterClass.isLetter(first)) { // a string may have a prefix, such as L"x"
            return token.chars().allMatch(CharacterClass::isWord) ? Kind.WORD : Kind.STRING;
        }
        char digit = first == '.' && token.length() > 1 ? token.charAt(1) : first;
        return CharacterClass.isDigit(digit) ? Kind.NUMBER : Kind.OPERATOR;
    }

    private static boolean isQuote(int character) {
        return character == '"' || character == '\'';
    }

    /** Whether a character belongs to the same token, by the rule of the longest match. */
    boolean continues(String token, int character) {
        return switch (kind(token)) {
            case WORD -> CharacterClass.isWord(character) || (isQuote(character) && PREFIXES.contains(token));
            case NUMBER ->
                CharacterClass.isWord(character)
                        || character == '.'
                        || ((character == '+' || character == '-')
                                && (isHexadecimal(token) ? "pP" : "eE").indexOf(token.charAt(token.length() - 1)) >= 0);
            case STRING -> !isClosed(token);
            case OPERATOR -> {
                String longer = token + Character.toString(character);
                yield fixed.containsKey(longer)
                        || unfinished.contains(longer)
                        || (token.equals(".") && CharacterClass.isDigit(character));
            }
        };
    }

    private static boolean isHexadecimal(String number) {
        return number.startsWith("0x") || number.startsWith("0X");
    }

    /** Whether a token cannot go on. */
    boolean isWhole(String token) {
        return switch (kind(token)) {
            case WORD, NUMBER -> false;
            case STRING -> isClosed(token);
            case OPERATOR -> !token.equals("/") && !token.equals(".") && !unfinished.contains(token);
        };
    }

    private static boolean isClosed(String literal) {
        int quote = 0;
        while (!isQuote(literal.charAt(quote))) {
            quote++;
        }
        int last = literal.length() - 1;
        int backslashes = 0;
        while (last > quote && literal.charAt(last - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return last > quote && literal.charAt(last) == literal.charAt(quote) && backslashes % 2 == 0;
    }

    boolean isFixed(String token) {
        return fixed.containsKey(token);
    }

    /** The terminals that a token is; empty if it is none. */
    BitSet classes(String token) {
        BitSet classes = fixed.get(token);
        return classes != null ? classes : cached(known, token, this::match);
    }

    private BitSet match(String token) {
        return filter(token, expression -> expression.matcher(token).matches(), word -> false);
    }

    /** Whether a beginning of a token, or a whole one, may become one of some terminals. */
    boolean mayBecome(String beginning, BitSet terminals) {
        return cached(reachable, beginning, this::reachable).intersects(terminals);
    }

    private BitSet reachable(String beginning) {
        return filter(beginning, expression -> isReachable(expression, beginning), word -> word.startsWith(beginning));
    }

    /** The terminals whose expression or word passes a test, of those that the token's own beginning may become. */
    private BitSet filter(String token, Predicate<Pattern> ofClass, Predicate<String> ofWord) {
        int end = Math.min(token.length() - 1, MAX_CACHED_LENGTH);
        BitSet possible = end > 0 ? cached(reachable, token.substring(0, end), this::reachable) : all;
        Map<String, Boolean> tested = new HashMap<>(); // most classes of names have the same expression
        BitSet passing = new BitSet();
        possible.stream().forEach(terminal -> {
            String name = grammar.names.get(terminal);
            Pattern expression = grammar.classes.get(name);
            boolean passes = expression == null
                    ? ofWord.test(name)
                    : tested.computeIfAbsent(expression.pattern(), key -> ofClass.test(expression));
            passing.set(terminal, passes);
        });
        return passing;
    }

    private static boolean isReachable(Pattern expression, String beginning) {
        Matcher matcher = expression.matcher(beginning);
        return matcher.matches() || matcher.hitEnd();
    }

    private static BitSet cached(Map<String, BitSet> cache, String token, Function<String, BitSet> compute) {
        if (token.length() > MAX_CACHED_LENGTH) { // as of strings, which hardly ever come again
            return compute.apply(token);
        }
        if (cache.size() > MAX_CACHED) {
            cache.clear();
        }
        BitSet cached = cache.get(token);
        if (cached == null) {
            cached = compute.apply(token); // not within computeIfAbsent, since it may compute others
            cache.put(token, cached);
        }
        return cached;
    }
}
