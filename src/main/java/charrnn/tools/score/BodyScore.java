package charrnn.tools.score;

import charrnn.tools.score.BodyWriter.Body;
import charrnn.tools.score.CCompiler.Message;
import charrnn.tools.score.Lexer.Kind;
import charrnn.tools.score.Lexer.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is counted of a function's body.
 *
 * @param messages errors, or, without any, warnings
 * @param nested whether calls are nested three deep: a call in an argument of a call in an argument of a call
 */
record BodyScore(
        Body body,
        List<Message> messages,
        int statements,
        int parameters,
        int usedParameters,
        int lines,
        int distinctLines,
        boolean nested) {
    private static final int NESTED = 3;

    static BodyScore of(CompilePlace place, Body body, List<Message> messages, SyntaxTrees trees) {
        List<String> parameters = trees.parameters(Macros.removeFrom(place.head() + "}"));
        List<String> lines = CodeScorer.lines(body.text());
        return new BodyScore(
                body,
                messages,
                trees.statements(Macros.removeFrom(place.head() + body.text())),
                parameters.size(),
                (int) parameters.stream().filter(names(body.text())::contains).count(),
                lines.size(),
                (int) lines.stream().distinct().count(),
                callDepth(body.text()) >= NESTED);
    }

    boolean compiles() {
        return messages.stream().noneMatch(Message::isError);
    }

    /** The words that are not members. */
    private static List<String> names(String body) {
        List<Token> tokens = tokens(body);
        return IntStream.range(0, tokens.size())
                .filter(i -> tokens.get(i).kind() == Kind.WORD && !isMember(body, tokens.get(i)))
                .mapToObj(i -> tokens.get(i).text(body))
                .toList();
    }

    private static boolean isMember(String body, Token word) {
        String before = body.substring(0, word.start()).stripTrailing();
        return before.endsWith(".") || before.endsWith("->");
    }

    private static List<Token> tokens(String body) {
        return new Lexer(body)
                .tokens.stream().filter(token -> token.kind() != Kind.COMMENT).toList();
    }

    /** The largest number of calls around a position. */
    private static int callDepth(String body) {
        Deque<Boolean> open = new ArrayDeque<>(); // for each parenthesis, whether it is of a call
        int calls = 0;
        int deepest = 0;
        boolean afterName = false;
        for (Token token : tokens(body)) {
            String text = token.text(body);
            if (text.equals("(")) {
                open.push(afterName);
                calls += afterName ? 1 : 0;
                deepest = Math.max(deepest, calls);
            } else if (text.equals(")") && !open.isEmpty()) {
                calls -= open.pop() ? 1 : 0;
            }
            afterName = token.kind() == Kind.WORD && !Lexer.KEYWORDS.contains(text);
        }
        return deepest;
    }
}
