package charrnn.lab;

import charrnn.lab.Lexer.Kind;
import charrnn.lab.Lexer.Token;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Removes macros from a function, because a parser without a preprocessor rejects {@code static int __init f(void)} and
 * {@code list_for_each_entry(a, b, c) { }}. Four rules find macros by their position, not by their name:
 *
 * <ol>
 *   <li>Before a function's name, words that are neither keywords nor tags are removed. If no keyword names the type, the
 *       last of them stays, preferably one without leading underscores; without any, {@code int} is added. Between the
 *       parameters and the body, everything is removed.
 *   <li>A word that begins with two underscores is removed if a word or an asterisk follows it, and a word other than such
 *       keywords as {@code return} precedes it.
 *   <li>A called word that contains {@code for_each} becomes {@code while}.
 *   <li>A type as an argument becomes {@code 0} if the call has other arguments.
 * </ol>
 */
final class Macros {
    private static final Set<String> BEFORE_NAME =
            Set.of("return", "goto", "case", "else", "do", "sizeof", "typeof", "struct", "union", "enum", "const");

    private final String text;
    private final List<Token> tokens;
    private final StringBuilder out;

    private Macros(String text) {
        this.text = text;
        this.out = new StringBuilder(text);
        this.tokens = new Lexer(text)
                .tokens.stream()
                        .filter(token -> token.kind() != Kind.COMMENT && token.kind() != Kind.DIRECTIVE)
                        .toList();
    }

    /** The function with its macros removed or replaced; unchanged if its name is not found. */
    static String removeFrom(String function) {
        Macros macros = new Macros(function);
        int parameters = macros.find("(", 0);
        if (!macros.isWord(parameters - 1) || Lexer.KEYWORDS.contains(macros.word(parameters - 1))) {
            return function;
        }
        boolean typed = macros.removeFromType(parameters - 1);
        int close = macros.closing(parameters);
        int body = macros.find("{", close);
        IntStream.range(close + 1, body).forEach(macros::remove);
        macros.removeAttributes();
        macros.replaceInBody(body);
        return typed ? macros.out.toString() : "int " + macros.out;
    }

    private String word(int token) {
        return token >= 0 && token < tokens.size() ? tokens.get(token).text(text) : "";
    }

    private boolean isWord(int token) {
        return token >= 0 && token < tokens.size() && tokens.get(token).kind() == Kind.WORD;
    }

    private void remove(int token) {
        replace(token, token + 1, "");
    }

    /** Replaces the tokens [from, to) by a text that is not longer, padded with spaces. */
    private void replace(int from, int to, String replacement) {
        int start = tokens.get(from).start();
        int end = tokens.get(to - 1).end();
        out.replace(start, end, replacement + " ".repeat(end - start - replacement.length()));
    }

    /** Removes the words before the name that are not its type; false if there is no type. */
    private boolean removeFromType(int name) {
        List<Integer> others = IntStream.range(0, name)
                .filter(i ->
                        isWord(i) && !Lexer.KEYWORDS.contains(word(i)) && !Lexer.TAG_KEYWORDS.contains(word(i - 1)))
                .boxed()
                .toList();
        boolean keyword = IntStream.range(0, name)
                .mapToObj(this::word)
                .anyMatch(word -> Lexer.TYPE_KEYWORDS.contains(word) && !word.equals("const"));
        Comparator<Integer> unprefixed = Comparator.comparing(i -> !word(i).startsWith("__"));
        int type = others.stream()
                .filter(i -> !keyword)
                .max(unprefixed.thenComparing(Comparator.naturalOrder()))
                .orElse(-1);
        others.stream().filter(i -> i != type).forEach(this::remove);
        return keyword || type >= 0;
    }

    private void removeAttributes() {
        for (int i = 1; i < tokens.size(); i++) {
            if (word(i).startsWith("__")
                    && isWord(i - 1)
                    && !BEFORE_NAME.contains(word(i - 1))
                    && (isWord(i + 1) || word(i + 1).equals("*"))) {
                remove(i);
            }
        }
    }

    private void replaceInBody(int body) {
        for (int i = body; i < tokens.size(); i++) {
            int type = typeArgument(i);
            if (type > i) {
                replace(i, type, "0");
            } else if (isWord(i) && word(i).contains("for_each") && word(i + 1).equals("(")) {
                replace(i, i + 1, "while");
            }
        }
    }

    /** The token after a type that is one of several arguments; {@code from} if it is not one. */
    private int typeArgument(int from) {
        boolean first = word(from - 1).equals("(") && !word(from - 2).equals("offsetof");
        if (!first && !word(from - 1).equals(",") || !Lexer.TYPE_KEYWORDS.contains(word(from))) {
            return from;
        }
        int end = from;
        while (isWord(end) || word(end).equals("*")) {
            end++;
        }
        return word(end).equals(",") || !first && word(end).equals(")") ? end : from;
    }

    private int find(String punctuation, int from) {
        return IntStream.range(from, tokens.size())
                .filter(i -> word(i).equals(punctuation))
                .findFirst()
                .orElse(tokens.size());
    }

    private int closing(int opening) {
        int depth = 0;
        for (int i = opening; i < tokens.size(); i++) {
            depth += word(i).equals("(") ? 1 : word(i).equals(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }
}
