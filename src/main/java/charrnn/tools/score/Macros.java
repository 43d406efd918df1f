package charrnn.tools.score;

import charrnn.tools.score.Lexer.Token;
import charrnn.tools.score.Lexer.Token.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Removes macros from a function, in place of the preprocessor: without it a parser rejects
 * {@code static int __init f(void)} and {@code list_for_each_entry(a, b, c) {}. Four rules find macros by their position
 * rather than their name:
 *
 * <ol>
 *   <li>Before a function's name, words that are neither keywords nor tags are left out, except the last, if possible one without
 *       leading underscores, where no keyword names the type; {@code int} is put in where there is none. Between the
 *       parameters and the body, all is left out.
 *   <li>A word that begins with two underscores is left out between a word and a word or asterisk.
 *   <li>A called word with {@code for_each} in it becomes {@code while}.
 *   <li>A type as an argument becomes {@code 0}, where another argument stands beside it.
 * </ol>
 */
final class Macros {
    private static final Set<String> BEFORE_EXPRESSION =
            Set.of("return", "goto", "case", "else", "do", "sizeof", "typeof", "struct", "union", "enum", "const");

    private final String text;
    private final List<Token> tokens;
    private final StringBuilder out;

    private Macros(String text) {
        this.text = text;
        this.out = new StringBuilder(text);
        this.tokens = Lexer.lex(text).tokens().stream()
                .filter(token -> token.kind() != Kind.COMMENT && token.kind() != Kind.DIRECTIVE)
                .toList();
    }

    /** The function with spaces in the place of what is left out; one without a name as it is. */
    static String without(String function) {
        Macros macros = new Macros(function);
        int parameters = macros.find("(", 0);
        if (!macros.isWord(parameters - 1) || Keywords.contains(macros.word(parameters - 1))) {
            return function;
        }
        boolean typed = macros.returnType(parameters - 1);
        int close = macros.closing(parameters);
        int body = macros.find("{", close);
        for (int i = close + 1; i < body; i++) {
            macros.replace(i, i + 1, "");
        }
        macros.attributes();
        macros.arguments(body);
        return typed ? macros.out.toString() : "int " + macros.out;
    }

    private String word(int token) {
        return token >= 0 && token < tokens.size() ? tokens.get(token).text(text) : "";
    }

    private boolean isWord(int token) {
        return token >= 0 && token < tokens.size() && tokens.get(token).kind() == Kind.WORD;
    }

    /** Puts something no longer in the place of the tokens [from, to). */
    private void replace(int from, int to, String by) {
        int start = tokens.get(from).start();
        int end = tokens.get(to - 1).end();
        out.replace(start, end, by + " ".repeat(end - start - by.length()));
    }

    /** Leaves one type before the name; false where nothing can be one. */
    private boolean returnType(int name) {
        List<Integer> others = IntStream.range(0, name)
                .filter(i -> isWord(i) && !Keywords.contains(word(i)) && !Keywords.TAGGED.contains(word(i - 1)))
                .boxed()
                .toList();
        boolean keyword = IntStream.range(0, name)
                .mapToObj(this::word)
                .anyMatch(word -> Keywords.TYPES.contains(word) && !word.equals("const"));
        Optional<Integer> type = keyword
                ? Optional.empty()
                : others.stream()
                        .filter(i -> !word(i).startsWith("__"))
                        .reduce((before, last) -> last)
                        .or(() -> others.stream().reduce((before, last) -> last));
        others.stream().filter(i -> !type.equals(Optional.of(i))).forEach(i -> replace(i, i + 1, ""));
        return keyword || type.isPresent();
    }

    private void attributes() {
        for (int i = 1; i < tokens.size(); i++) {
            if (word(i).startsWith("__")
                    && isWord(i - 1)
                    && !BEFORE_EXPRESSION.contains(word(i - 1))
                    && (isWord(i + 1) || word(i + 1).equals("*"))) {
                replace(i, i + 1, "");
            }
        }
    }

    private void arguments(int body) {
        for (int i = body; i < tokens.size(); i++) {
            int type = typeArgument(i);
            if (type > i) {
                replace(i, type, "0");
            } else if (isWord(i) && word(i).contains("for_each") && word(i + 1).equals("(")) {
                replace(i, i + 1, "while");
            }
        }
    }

    /** The token after a type that is an argument among several; {@code from} itself where there is none. */
    private int typeArgument(int from) {
        boolean first = word(from - 1).equals("(") && !word(from - 2).equals("offsetof");
        if (!first && !word(from - 1).equals(",") || !Keywords.TYPES.contains(word(from))) {
            return from;
        }
        int end = from;
        while (isWord(end) || word(end).equals("*")) {
            end++;
        }
        return word(end).equals(",") || !first && word(end).equals(")") ? end : from;
    }

    private int find(String mark, int from) {
        int at = from;
        while (at < tokens.size() && !word(at).equals(mark)) {
            at++;
        }
        return at;
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
