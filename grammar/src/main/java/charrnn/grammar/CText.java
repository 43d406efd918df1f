package charrnn.grammar;

import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A C text up to a position, as far as it decides what may follow. Immutable.
 *
 * @param items the state of the recognizer after all tokens but the one that is being read
 * @param function the state of the function that the text is in, and what it may use
 * @param token the token or directive that is being read, the end of a comment, or empty between tokens
 * @param region where the position is
 * @param beginsLine whether the line has no token yet
 * @param branch the innermost open conditional; null for none
 */
public record CText(
        ItemSet items,
        FunctionState function,
        String token,
        Region region,
        boolean beginsLine,
        @Nullable Conditional<CText> branch) {
    public enum Region {
        CODE,
        LINE_COMMENT,
        BLOCK_COMMENT,
        DIRECTIVE
    }

    /** Maximum cost of what is open: brackets, conditionals, labels and parts of statements, such as a {@code do}. */
    static final int MAX_OPEN = 2000;

    /** More characters than {@link #cost} is below the length of the shortest ending. */
    private static final int SLACK = 60;

    static final int MAX_CONDITIONALS = 63; // C17, section 5.2.4.1

    /** Maximum length of a name or number; compilers must read the first 63 characters (C17, section 5.2.4.1). */
    static final int MAX_WORD = 255;

    /** Longer tokens are rejected, so that no expression is matched against a text without an end. */
    private static final int MAX_TOKEN = 4000;

    private static final int ELSE = CGrammar.GRAMMAR.number("else");
    private static final int BRACE = CGrammar.GRAMMAR.number("}");

    public static CText ofFunction() {
        return begin("function", FunctionState.OF_GIVEN, 0);
    }

    /** A text before its first character. */
    static CText begin(String start, FunctionState function, int conditionals) {
        CText text = new CText(new ItemSet(CGrammar.GRAMMAR, start), function, "", Region.CODE, true, null);
        for (int i = 0; i < conditionals; i++) {
            text = text.in(Conditional.begin(text, text.branch));
        }
        return text;
    }

    private CText in(@Nullable Conditional<CText> changed) {
        return new CText(items, function, "", Region.CODE, true, changed);
    }

    private CText with(String changed, Region in) {
        return new CText(items, function, changed, in, beginsLine, branch);
    }

    private CText blank(boolean atLineStart) {
        return new CText(items, function, "", Region.CODE, atLineStart, branch);
    }

    /** The text, of which everything that follows is generated, also after an {@code #else} or {@code #endif}. */
    CText generated(@Nullable SymbolTable symbols) {
        Conditional<CText> open = Conditional.map(branch, text -> text.with(text.function.generated(symbols)));
        return new CText(items, function.generated(symbols), token, region, beginsLine, open);
    }

    public CText nextFunction() {
        return begin("function", function, 0);
    }

    public CText with(Leniency leniency) {
        return with(function.with(leniency));
    }

    private CText with(FunctionState changed) {
        return new CText(items, changed, token, region, beginsLine, branch);
    }

    /** Estimates the length of the shortest ending, mostly from above. */
    public int cost() {
        return items.cost() + function.cost() + Conditional.depth(branch) * "\n#endif\n".length();
    }

    /** Whether the last token ended a declaration or a function, outside of all others. */
    public boolean endsDeclaration() {
        return region == Region.CODE && token.isEmpty() && items.isComplete() && !function.last.isEmpty();
    }

    public boolean endsFunction() {
        return endsDeclaration() && function.last.equals("}");
    }

    /** Whether the last token ended a statement, or began a block. */
    public boolean isAtStatement() {
        return function.isAtStatement();
    }

    /** Whether the position is between the first token of a declaration, outside of all others, and its end or body. */
    public boolean isInHead() {
        return function.braces == 0 && !function.isBetween() && isCode();
    }

    /** Whether functions use known names only. */
    public boolean hasSymbols() {
        return function.symbols != null;
    }

    /** Whether a brace would end the function without a use of each parameter. */
    public boolean leavesParameters() {
        return function.leavesParameters();
    }

    /** Whether nothing is open, so that the text may end. */
    public boolean isComplete() {
        CText ended = region == Region.CODE ? ended() : null;
        return ended != null && ended.items.isComplete() && branch == null;
    }

    /** Whether the position is in code, and not after a slash that can only begin a comment. */
    public boolean isCode() {
        return region == Region.CODE
                && (!token.equals("/") || CGrammar.TOKENS.mayBecome("/", function.reachable("/", items.terminals())));
    }

    /** Whether the token is a word or a number, which could go on for ever. */
    public boolean endsWord() {
        return region == Region.CODE
                && !token.isEmpty()
                && (Tokens.kind(token) == Tokens.Kind.WORD || Tokens.kind(token) == Tokens.Kind.NUMBER);
    }

    /** Whether a character goes on with the name of a parameter that the function has not used, or begins it. */
    public boolean beginsParameter(int character) {
        return (token.isEmpty() || endsWord())
                && region == Region.CODE
                && items.terminals().get(CGrammar.VALUE)
                && function.beginsParameter(token + Character.toString(character));
    }

    /** Whether a character belongs to the token, comment or directive that is being read. */
    public boolean continuesWith(int character) {
        return switch (region) {
            case CODE -> !token.isEmpty() && (CGrammar.TOKENS.continues(token, character) || beginsComment(character));
            case DIRECTIVE -> true;
            case LINE_COMMENT, BLOCK_COMMENT -> !CharacterClass.isSpace(character);
        };
    }

    private boolean beginsComment(int character) {
        return token.equals("/") && (character == '/' || character == '*');
    }

    /** The text after a further character; null if no text goes on so. */
    public @Nullable CText after(int character) {
        return switch (region) {
            case LINE_COMMENT ->
                character == '\n' && !token.equals("\\") ? blank(true) : with(character == '\\' ? "\\" : "/", region);
            case BLOCK_COMMENT ->
                token.equals("*") && character == '/' ? blank(beginsLine) : with(character == '*' ? "*" : "/", region);
            case DIRECTIVE -> directive(character);
            case CODE -> code(character);
        };
    }

    public @Nullable CText after(String characters) {
        CText text = this;
        for (int i = 0; i < characters.length() && text != null; i++) {
            text = text.after(characters.charAt(i));
        }
        return text;
    }

    private @Nullable CText code(int character) {
        if (beginsComment(character)) {
            return with("/", character == '/' ? Region.LINE_COMMENT : Region.BLOCK_COMMENT);
        }
        if (continuesWith(character)) {
            return longer(token + Character.toString(character));
        }
        CText ended = ended();
        boolean isOnlyLabel = ended != null
                && !token.isEmpty()
                && character != ':'
                && ended.function.mustBeLabel(ended.items.terminals());
        return ended == null || isOnlyLabel ? null : ended.next(character);
    }

    private @Nullable CText next(int character) {
        if (CharacterClass.isSpace(character)) {
            return blank(beginsLine || character == '\n');
        }
        if (character == '#' && beginsLine) {
            return with("#", Region.DIRECTIVE);
        }
        return blank(false).longer(Character.toString(character));
    }

    private @Nullable CText longer(String longer) {
        CText text = with(longer, region);
        boolean possible = longer.length() <= (text.endsWord() ? MAX_WORD : MAX_TOKEN)
                && (longer.equals("/")
                        || CGrammar.TOKENS.mayBecome(longer, function.reachable(longer, items.terminals())));
        if (!possible) {
            return null;
        }
        return CGrammar.TOKENS.isWhole(longer) ? text.ended() : text;
    }

    /** The text with its token read; null if that may not stand here. */
    public @Nullable CText ended() {
        if (token.isEmpty()) {
            return this;
        }
        BitSet classes = classes(token);
        ItemSet after = items.after(classes);
        return after == null ? null : new CText(after, function.after(token, classes), "", region, beginsLine, branch);
    }

    /** The classes that a whole token has here. */
    BitSet classes(String word) {
        BitSet classes = (BitSet) CGrammar.TOKENS.classes(word).clone();
        classes.and(items.terminals());
        return function.possible(word, classes);
    }

    private @Nullable CText directive(int character) {
        if (character == '\n' && !token.endsWith("\\") && !Directive.isInComment(token)) {
            boolean valid = Directive.isWhole(token) && (function.isGiven || Directive.isBalanced(token));
            return valid ? afterDirective(Directive.name(token)) : null;
        }
        String longer = token + Character.toString(character);
        boolean inName = Directive.isInName(longer);
        String name = Directive.name(longer);
        boolean possible = Directive.NAMES.stream()
                .anyMatch(known -> (inName ? known.startsWith(name) : known.equals(name)) && mayBe(known));
        boolean goesOn = function.isGiven || Directive.mayBecomeWhole(longer);
        return possible && goesOn && longer.length() <= MAX_TOKEN ? with(longer, region) : null;
    }

    private boolean mayBe(String directive) {
        Conditional<CText> open = branch;
        boolean ends = open != null && (function.isGiven || isLevel(open.before().items));
        return switch (directive) {
            case "else", "elif", "elifdef", "elifndef" -> open != null && ends && !open.hasElse();
            case "endif" -> ends;
            case "if", "ifdef", "ifndef" -> Conditional.depth(branch) < MAX_CONDITIONALS;
            default -> true;
        };
    }

    /** Whether an {@code #endif} may come on the next line. */
    boolean mayEndBranch() {
        return branch != null && mayBe("endif");
    }

    /** Whether the same is open as at a set of items before. */
    private boolean isLevel(ItemSet before) {
        BitSet missing = (BitSet) before.terminals().clone();
        missing.andNot(items.terminals());
        missing.clear(ELSE);
        return items.isComplete() || (missing.isEmpty() && items.cost() == before.cost());
    }

    private CText afterDirective(String name) {
        if (name.startsWith("if")) {
            return in(Conditional.begin(blank(true), branch));
        }
        if (branch == null || !(name.startsWith("el") || name.equals("endif"))) {
            return blank(true);
        }
        return name.equals("endif")
                ? branch.end(this).in(branch.outer())
                : branch.before().in(branch.next(this, name.equals("else")));
    }

    /** The shortest text that completes this one, or nearly; empty if none was found. */
    public Optional<String> ending() {
        return Completion.of(this).flatMap(Completion::whole);
    }

    /** Whether some characters complete the text, or would if it has an ending at all. */
    public boolean fits(int characters) {
        int most = Math.min(characters, MAX_OPEN);
        return cost() + SLACK < most || ending().map(String::length).orElse(MAX_TOKEN) <= most;
    }

    /** A label that must stand here, where the function's last brace could stand otherwise. */
    Optional<String> missingLabel() {
        boolean isNeeded = function.needsLabel()
                && items.terminals().get(CGrammar.LABEL)
                && items.terminals().get(BRACE);
        return isNeeded ? Optional.of(function.missing.iterator().next()) : Optional.empty();
    }

    /**
     * What is missing before a character that is rejected: a label before the last brace of a function, or the brackets that are open
     * before the end of a statement or the beginning of a block. Empty if nothing is known; otherwise the character follows.
     */
    public String before(int character) {
        Optional<String> label = missingLabel();
        if (character == '}' && label.isPresent()) {
            return (beginsLine ? "" : "\n") + label.get() + ":\n";
        }
        StringBuilder closing = new StringBuilder();
        CText text = this;
        while ((character == ';' || character == '{') && text != null) {
            if (!closing.isEmpty() && text.after(character) != null) {
                return closing.appendCodePoint(character).toString();
            }
            char bracket = text.after(')') != null ? ')' : ']';
            closing.append(bracket);
            text = text.after(bracket);
        }
        return "";
    }
}
