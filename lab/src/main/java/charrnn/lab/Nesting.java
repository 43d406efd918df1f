package charrnn.lab;

import charrnn.lab.Lexer.Kind;
import charrnn.lab.Lexer.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds structural faults in a text, and its top-level items, that is functions and declarations. Each branch of a
 * conditional begins with the brackets that are open at the {@code #if}; after the {@code #endif} those of the last branch
 * are open.
 */
final class Nesting {
    private final String text;
    private final Lexer lexer;
    private final Deque<Character> brackets = new ArrayDeque<>();
    private final Deque<Conditional> conditionals = new ArrayDeque<>();
    private boolean balanced = true;
    final List<String> functions = new ArrayList<>(); // from the first word to the closing brace
    final List<Definition> definitions = new ArrayList<>(); // the places of these functions
    final List<Integer> starts = new ArrayList<>(); // of top-level items outside of conditionals
    private List<Token> item = new ArrayList<>(); // tokens of the current item, without comments and directives
    private boolean inFunction;
    private int bodyStart; // of the function, if in one
    private int conditionalsAtBody;
    private int unclosedFunctions;
    private int openLinkages; // number of open extern "C" {

    /** The brackets that are open at an {@code #if}, innermost first, and whether its {@code #else} has been read. */
    private record Conditional(List<Character> open, boolean inElse) {}

    /**
     * The place of a function.
     *
     * @param start offset of its first word
     * @param body offset of the brace that opens its body
     * @param end offset after its closing brace
     * @param conditionals number of conditionals that are open at its body
     */
    record Definition(int start, int body, int end, int conditionals) {}

    Nesting(String text) {
        this.text = text;
        lexer = new Lexer(text);
        lexer.tokens.forEach(this::read);
    }

    /** Whether the text has valid tokens only. */
    boolean lexes() {
        return lexer.valid;
    }

    /**
     * Whether each closing bracket matches the innermost open one, each {@code #else}, {@code #elif} and {@code #endif} has its
     * {@code #if}, and no function body begins in the first column inside another function.
     */
    boolean balances() {
        return balanced;
    }

    /** Number of top-level functions, including those whose body does not end before the next function begins. */
    int allFunctions() {
        return functions.size() + unclosedFunctions;
    }

    private void read(Token token) {
        if (token.kind() == Kind.DIRECTIVE) {
            conditional(token);
        }
        if (token.kind() == Kind.COMMENT || token.kind() == Kind.DIRECTIVE) {
            if (item.isEmpty()) {
                endItem(token.end());
            }
            return;
        }
        if (brackets.isEmpty() && !item.isEmpty() && blankLineBefore(token)) {
            discardItem(); // without an end, such as a macro call without a semicolon
        }
        char c = text.charAt(token.start());
        switch (c) { // no other kind of token begins with these
            case '(', '[', '{' -> openBracket(token, c);
            case ')', ']', '}' -> closeBracket(token, c);
            default -> item.add(token);
        }
        if (c == ';' && brackets.isEmpty()) {
            endItem(token.end());
        }
    }

    private void openBracket(Token token, char bracket) {
        if (bracket == '{' && brackets.isEmpty() && isLinkage()) {
            openLinkages++;
            endItem(token.end());
            return;
        }
        boolean body = bracket == '{' && last().equals(")") && !endsWithTagAttribute();
        boolean firstColumn = token.start() == 0 || text.charAt(token.start() - 1) == '\n';
        if (body && inFunction && !brackets.isEmpty() && firstColumn) {
            endUnclosedFunction();
        }
        if (body
                && brackets.isEmpty()
                && item.stream().noneMatch(each -> each.text(text).equals("="))) { // before an initializer
            inFunction = true;
            bodyStart = token.start();
            conditionalsAtBody = conditionals.size();
        }
        item.add(token);
        brackets.push(bracket);
    }

    private void closeBracket(Token token, char bracket) {
        if (bracket == '}' && brackets.isEmpty() && openLinkages > 0) {
            openLinkages--;
            endItem(token.end());
            return;
        }
        char opening = bracket == ')' ? '(' : bracket == ']' ? '[' : '{';
        if (brackets.isEmpty() || brackets.peek() != opening) {
            balanced = false;
        }
        if (!brackets.contains(opening)) {
            return;
        }
        while (brackets.pop() != opening) {
            // Inner brackets that are still open are closed too.
        }
        item.add(token);
        if (bracket == '}' && brackets.isEmpty() && inFunction) {
            int start = item.get(0).start();
            functions.add(text.substring(start, token.end()));
            definitions.add(new Definition(start, bodyStart, token.end(), conditionalsAtBody));
            endItem(token.end());
        }
    }

    /** Ends the open function without its closing brace, because another one begins. */
    private void endUnclosedFunction() {
        balanced = false;
        int head = item.size();
        while (head > 0 && !";{}".contains(word(head - 1))) {
            head--;
        }
        unclosedFunctions++;
        item = new ArrayList<>(item.subList(head, item.size()));
        brackets.clear();
        inFunction = false;
    }

    private void endItem(int end) {
        if (conditionals.isEmpty() && openLinkages == 0) {
            starts.add(end);
        }
        discardItem();
    }

    private void discardItem() {
        item = new ArrayList<>();
        inFunction = false;
    }

    /** Whether the item is {@code extern "C"}, whose braces contain top-level items. */
    private boolean isLinkage() {
        return item.size() == 2 && word(0).equals("extern") && last().startsWith("\"");
    }

    /** Whether the item ends as {@code struct __attribute__((packed))} does, so that members follow. */
    private boolean endsWithTagAttribute() {
        int at = item.size() - 1;
        int depth = 0;
        do {
            depth += word(at).equals(")") ? 1 : word(at).equals("(") ? -1 : 0;
            at--;
        } while (at > 0 && depth > 0);
        return at > 0 && word(at).startsWith("_") && Lexer.TAG_KEYWORDS.contains(word(at - 1));
    }

    private String word(int token) {
        return item.get(token).text(text);
    }

    private String last() {
        return item.isEmpty() ? "" : word(item.size() - 1);
    }

    private boolean blankLineBefore(Token token) {
        int newlines = 0;
        for (int i = token.start() - 1; i >= 0 && Character.isWhitespace(text.charAt(i)); i--) {
            newlines += text.charAt(i) == '\n' ? 1 : 0;
        }
        return newlines > 1;
    }

    private void conditional(Token token) {
        String line = token.text(text).substring(1).stripLeading();
        if (line.startsWith("if")) {
            conditionals.push(new Conditional(new ArrayList<>(brackets), false));
        } else if (line.startsWith("el") || line.startsWith("endif")) {
            boolean ends = line.startsWith("endif");
            if (conditionals.isEmpty() || conditionals.peek().inElse() && !ends) {
                balanced = false;
                return;
            }
            Conditional begun = conditionals.pop();
            if (!ends) {
                brackets.clear();
                brackets.addAll(begun.open());
                conditionals.push(new Conditional(begun.open(), line.startsWith("else")));
            }
        }
    }
}
