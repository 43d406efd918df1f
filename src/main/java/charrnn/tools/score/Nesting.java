package charrnn.tools.score;

import charrnn.tools.score.Lexer.Fault;
import charrnn.tools.score.Lexer.Token;
import charrnn.tools.score.Lexer.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds the faults of a text's nesting and the items at its top level. Brackets are counted through conditionals as a reader
 * does: each branch continues from the {@code #if}, and after the {@code #endif} the last branch counts.
 */
final class Nesting {
    private final String text;
    private final Deque<Character> brackets = new ArrayDeque<>();
    private final Deque<Conditional> conditionals = new ArrayDeque<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<FunctionText> functions = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final boolean open;
    private List<Token> item = new ArrayList<>(); // at the top level, without comments and directives
    private boolean inFunction;
    private int linkages; // open extern "C" {
    private int complete; // where the last item at the top level ended

    /** Brackets open at an {@code #if}, innermost first, and whether its {@code #else} came. */
    private record Conditional(List<Character> open, boolean inElse) {}

    /**
     * A function at the top level: a body that follows a closing parenthesis.
     *
     * @param text from the first word of its head to the closing brace, or to where another function begins
     * @param closed whether its body ends before another begins
     */
    record FunctionText(String text, boolean closed) {}

    private Nesting(String text, Lexer lexed) {
        this.text = text;
        faults.addAll(lexed.faults());
        lexed.tokens().forEach(this::take);
        open = lexed.isOpen() || !brackets.isEmpty() || linkages > 0 || !conditionals.isEmpty();
    }

    static Nesting of(String text) {
        return new Nesting(text, Lexer.lex(text));
    }

    /** Lexical and structural faults. */
    List<Fault> faults() {
        return faults;
    }

    boolean lexes() {
        return faults.stream().noneMatch(fault -> fault.kind().isLexical());
    }

    boolean balances() {
        return faults.stream().allMatch(fault -> fault.kind().isLexical());
    }

    /** Functions at the top level, except one that the end of the text cuts off. */
    List<FunctionText> functions() {
        return functions;
    }

    /** Offsets outside of conditionals at which an item at the top level is complete, ascending. */
    List<Integer> starts() {
        return starts;
    }

    /** Whether a literal, comment, bracket or conditional is open at the end. */
    boolean isOpen() {
        return open;
    }

    /** The text up to where its last item is complete, if no fault comes after it; else all of it. */
    String withoutUnfinished() {
        return faults.stream().allMatch(fault -> fault.at() < complete) ? text.substring(0, complete) : text;
    }

    private void take(Token token) {
        if (token.kind() == Kind.DIRECTIVE) {
            conditional(token);
        }
        if (token.kind() == Kind.COMMENT || token.kind() == Kind.DIRECTIVE) {
            if (item.isEmpty() && token.end() < text.length()) { // or it may be cut off
                itemEnds(token.end());
            }
            return;
        }
        if (brackets.isEmpty() && !item.isEmpty() && blankLineBefore(token)) {
            forgetItem(); // such as a macro's call without a semicolon
        }
        if (token.kind() == Kind.MARK) {
            mark(token);
        } else {
            item.add(token);
        }
    }

    private void mark(Token token) {
        char mark = text.charAt(token.start());
        switch (mark) {
            case '(', '[', '{' -> opened(token, mark);
            case ')', ']', '}' -> closed(token, mark);
            default -> {
                item.add(token);
                if (mark == ';' && brackets.isEmpty()) {
                    itemEnds(token.end());
                }
            }
        }
    }

    private void opened(Token token, char bracket) {
        if (bracket == '{' && brackets.isEmpty() && isLinkage()) {
            linkages++;
            itemEnds(token.end());
            return;
        }
        boolean body = bracket == '{' && !item.isEmpty() && last().equals(")") && !hasMembers();
        if (body && inFunction && !brackets.isEmpty() && firstColumn(token)) {
            breakOff(token);
        }
        inFunction |= body && brackets.isEmpty() && !assigns();
        item.add(token);
        brackets.push(bracket);
    }

    private void closed(Token token, char bracket) {
        if (bracket == '}' && brackets.isEmpty() && linkages > 0) {
            linkages--;
            itemEnds(token.end());
            return;
        }
        char opening = bracket == ')' ? '(' : bracket == ']' ? '[' : '{';
        if (!brackets.contains(opening)) {
            faults.add(new Fault(Fault.Kind.WRONG_BRACKET, token.start()));
            return;
        }
        if (brackets.peek() != opening) {
            faults.add(new Fault(Fault.Kind.WRONG_BRACKET, token.start()));
        }
        while (brackets.pop() != opening) {
            // What it leaves open is closed with it.
        }
        item.add(token);
        if (bracket == '}' && brackets.isEmpty() && inFunction) {
            functions.add(new FunctionText(text.substring(item.get(0).start(), token.end()), true));
            itemEnds(token.end());
        }
    }

    /** The function that is open was not closed: another one begins. */
    private void breakOff(Token body) {
        faults.add(new Fault(Fault.Kind.FUNCTION_IN_FUNCTION, body.start()));
        int head = item.size();
        while (head > 0 && !";{}".contains(item.get(head - 1).text(text))) {
            head--;
        }
        int start = head < item.size() ? item.get(head).start() : body.start();
        functions.add(
                new FunctionText(text.substring(item.get(0).start(), start).stripTrailing(), false));
        item = new ArrayList<>(item.subList(head, item.size()));
        brackets.clear();
        inFunction = false;
    }

    private void itemEnds(int end) {
        complete = end;
        if (conditionals.isEmpty() && linkages == 0) {
            starts.add(end);
        }
        forgetItem();
    }

    private void forgetItem() {
        item = new ArrayList<>();
        inFunction = false;
    }

    /** Whether the item is {@code extern "C"}: what its braces hold is at the top level, too. */
    private boolean isLinkage() {
        return item.size() == 2 && item.get(0).text(text).equals("extern") && last().startsWith("\"");
    }

    /** Whether the item ends with a tag's attribute, {@code struct __attribute__((packed))}. */
    private boolean hasMembers() {
        int at = item.size() - 1;
        int depth = 0;
        do {
            String mark = item.get(at).text(text);
            depth += mark.equals(")") ? 1 : mark.equals("(") ? -1 : 0;
            at--;
        } while (at > 0 && depth > 0);
        return at > 0
                && item.get(at).text(text).startsWith("_")
                && Keywords.TAGGED.contains(item.get(at - 1).text(text));
    }

    private String last() {
        return item.get(item.size() - 1).text(text);
    }

    /** Whether the item has an equals sign, which makes what follows an initializer. */
    private boolean assigns() {
        return item.stream().anyMatch(token -> token.text(text).equals("="));
    }

    private boolean firstColumn(Token token) {
        return token.start() == 0 || text.charAt(token.start() - 1) == '\n';
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
            boolean last = line.startsWith("else");
            if (conditionals.isEmpty() || conditionals.peek().inElse() && !line.startsWith("endif")) {
                faults.add(new Fault(Fault.Kind.WRONG_CONDITIONAL, token.start()));
                return;
            }
            Conditional begun = conditionals.pop();
            if (!line.startsWith("endif")) {
                brackets.clear();
                brackets.addAll(begun.open());
                conditionals.push(new Conditional(begun.open(), last));
            }
        }
    }
}
