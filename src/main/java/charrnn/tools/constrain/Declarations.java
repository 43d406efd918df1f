package charrnn.tools.constrain;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tracks what a function declares: its parameters, the variables of each block and its labels. Types are not known, so a
 * statement that begins with two words, with or without asterisks between them, is a declaration.
 */
final class Declarations extends State<Declarations> {
    private static final Set<String> BEFORE_TYPE =
            Set.of("static", "const", "volatile", "register", "extern", "inline", "else", "do");
    private static final Set<String> NO_DECLARATION = Set.of("case", "default", "sizeof", "asm", "typedef");

    /** The part of a statement, or of a parameter, that has been read. */
    private enum Part {
        BEGINNING, // nothing, or words that a type or a statement follows
        TAG_KEYWORD, // struct, union or enum
        TYPE, // a type, and possibly the name that it declares
        VALUE, // a declared variable's value or size, up to the next comma
        GOTO,
        OTHER // no declaration
    }

    /** The names that an open block declares; those of a function's outermost block include the parameters. */
    private record Scope(Set<String> names, @Nullable Scope outer) {
        static final Scope NONE = new Scope(Set.of(), null);
    }

    private Scope scope = Scope.NONE;
    private Set<String> labels = Set.of();
    private Set<String> missing = Set.of(); // labels that gotos name
    private Part part = Part.BEGINNING;
    private String word = ""; // the word that is being read
    private String onlyWord = ""; // the first word of the statement; empty after a second one
    private String name = ""; // the last word after the type
    private boolean declares; // the statement has declared a name

    /**
     * Whether a character may come next. A block may not declare a name twice, nor a function a label; and a function may not
     * end without a label that a {@code goto} names. Until then only that label may begin in the first column.
     */
    boolean allows(int codePoint, CScanner scanner) {
        Statements statements = scanner.statements;
        if (scanner.region() != CScanner.Region.CODE || scanner.isInDirective() || scanner.slash || scanner.backslash) {
            return true;
        }
        boolean inWord = TokenRun.isWord(codePoint);
        boolean endsWithoutLabel = codePoint == '}' && !missing.isEmpty() && statements.isInOutermostBlock();
        if ((redeclares() && !inWord) || endsWithoutLabel) {
            return false;
        }
        if (part == Part.GOTO && !word.isEmpty() && !inWord) {
            return codePoint == ';';
        }
        String letters = scanner.letters();
        if (!scanner.isAtLabel() || (letters.isEmpty() && !inWord)) {
            return true;
        }
        if (missing.isEmpty()) {
            return codePoint != ':' || !labels.contains(letters);
        }
        return inWord
                ? missing.stream().anyMatch(label -> label.startsWith(letters + Character.toString(codePoint)))
                : codePoint == ':' && missing.contains(letters);
    }

    /** Whether the word that is being read would declare a name for the second time in its block. */
    private boolean redeclares() {
        return part == Part.TYPE && name.isEmpty() && scope.names.contains(word);
    }

    /** The labels that {@code goto}s name and that the function does not have yet. */
    Set<String> missingLabels() {
        return missing;
    }

    /** Reads a character of a word directly in a statement or in a list of parameters. */
    void word(int codePoint, boolean isFirst) {
        if (isFirst) {
            endWord();
        }
        word = TokenRun.extend(word, codePoint);
    }

    private void endWord() {
        String ended = word;
        word = "";
        if (ended.isEmpty()) {
            return;
        }
        switch (part) {
            case BEGINNING -> begin(ended);
            case TAG_KEYWORD -> part = Part.TYPE;
            case TYPE -> {
                onlyWord = "";
                name = StatementTracker.DECLARATION_KEYWORDS.contains(ended) ? name : ended;
            }
            case GOTO -> {
                missing = labels.contains(ended) ? missing : with(missing, ended);
                part = Part.OTHER;
            }
            case VALUE, OTHER -> {}
        }
    }

    private void begin(String ended) {
        if (BEFORE_TYPE.contains(ended)) {
            return;
        }
        boolean isType = !TokenRun.isDigit(ended.codePointAt(0))
                && !StatementTracker.STATEMENT_KEYWORDS.contains(ended)
                && !NO_DECLARATION.contains(ended);
        part = StatementTracker.TAG_KEYWORDS.contains(ended)
                ? Part.TAG_KEYWORD
                : ended.equals("goto") ? Part.GOTO : isType ? Part.TYPE : Part.OTHER;
        onlyWord = isType ? ended : "";
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> changed = new TreeSet<>(names); // whose order is the same in each run
        changed.add(name);
        return changed;
    }

    /** Reads punctuation of a list of parameters, from its opening to its closing parenthesis. */
    void parameterPunctuation(int codePoint) {
        endWord();
        if (codePoint == '(') {
            scope = Scope.NONE;
        } else if (codePoint == ',' || codePoint == ')') {
            declare();
        }
        if (codePoint == '*') {
            name = "";
        } else {
            beginStatement();
        }
    }

    /** Reads the brace that begins a function's body. */
    void beginBody() {
        labels = Set.of();
        missing = Set.of();
        beginStatement();
    }

    /**
     * Reads punctuation of a function's body.
     *
     * @param inStatement whether it is directly in a statement, not inside of parentheses or an initializer
     * @param after the statements after it
     */
    void bodyPunctuation(int codePoint, boolean inStatement, Statements after) {
        if (inStatement) {
            endWord();
            switch (codePoint) {
                case '*' -> {
                    part = part == Part.TYPE || part == Part.VALUE ? part : Part.OTHER;
                    name = "";
                }
                case ',', '=', '[', ';' -> {
                    declare();
                    part = !declares ? Part.OTHER : codePoint == ',' ? Part.TYPE : Part.VALUE;
                }
                case ':' -> label(onlyWord);
                case '}' -> scope = scope.outer == null ? Scope.NONE : scope.outer;
                default -> part = part == Part.VALUE ? part : Part.OTHER;
            }
            onlyWord = "";
        }
        if (after.beginsStatement()) {
            if (codePoint == '{') {
                scope = new Scope(Set.of(), scope);
            }
            beginStatement();
        }
    }

    private void label(String label) {
        if (!label.isEmpty()) {
            labels = with(labels, label);
            missing = new TreeSet<>(missing);
            missing.remove(label);
        }
    }

    private void declare() {
        if (part == Part.TYPE && !name.isEmpty()) {
            scope = new Scope(with(scope.names, name), scope.outer);
            declares = true;
        }
        name = "";
    }

    private void beginStatement() {
        part = Part.BEGINNING;
        onlyWord = "";
        name = "";
        declares = false;
    }
}
