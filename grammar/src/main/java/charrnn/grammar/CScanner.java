package charrnn.grammar;

/**
 * Reads a C text code point by code point and tracks its lexical and bracket structure. All methods describe the position
 * after the last character. Any text is accepted: violations are returned, and reading continues as in a compiler. {@link
 * #copy} is cheap. Not thread-safe.
 */
public final class CScanner extends Copyable<CScanner> {
    public enum Region {
        CODE,
        STRING,
        CHARACTER,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    private static final int MAX_WORD = 64; // no keyword or directive is longer

    private SyntaxViolation violation = SyntaxViolation.NONE; // of the last character
    BracketStructure structure = new BracketStructure();
    private boolean escaped; // whether a backslash precedes its next character
    private Region region = Region.CODE;
    private String word = ""; // the last name, keyword or number, or its part that has been read
    private int wordLength; // if it ends at the position; otherwise 0
    private LinePosition line = new LinePosition(1, 0, 0, true);
    private boolean firstInLine = true; // the line has no token yet
    private boolean slash; // the last character may begin a comment
    private boolean star; // the last character may end a comment
    private boolean backslash; // the last character may join two lines

    @Override
    public CScanner copy() {
        CScanner copy = super.copy();
        copy.structure = structure.copy();
        return copy;
    }

    /**
     * Reads a Unicode code point.
     *
     * @return the violation that it causes; the violation of a backslash is returned for the next character
     */
    public SyntaxViolation accept(int codePoint) {
        violation = SyntaxViolation.NONE;
        if (backslash) {
            afterBackslash(codePoint);
        } else {
            readOrHoldBack(codePoint);
        }
        boolean isWord = region == Region.CODE && CharacterClass.isWord(codePoint);
        wordLength = isWord ? wordLength + 1 : 0;
        word = isWord ? extended(wordLength == 1 ? "" : word, codePoint) : word;
        line = line.after(codePoint);
        return violation;
    }

    /** A word with a further character, unless it is too long to be a keyword or the name of a directive. */
    private static String extended(String word, int codePoint) {
        return word.length() < MAX_WORD ? word + Character.toString(codePoint) : word;
    }

    private void report(SyntaxViolation found) {
        violation = violation.or(found);
    }

    private void readOrHoldBack(int codePoint) {
        backslash = codePoint == '\\';
        if (!backslash) {
            read(codePoint);
        }
    }

    private void afterBackslash(int codePoint) {
        if (codePoint == '\n') {
            backslash = false; // the pair joins two lines
            return;
        }
        // Compilers ignore white space between a backslash and the end of the line.
        boolean isIgnored = CharacterClass.isSpace(codePoint) && (codePoint == '\r' || !isInLiteral());
        if (!isIgnored) {
            read('\\');
            readOrHoldBack(codePoint);
        }
    }

    private void read(int codePoint) {
        switch (region) {
            case CODE -> code(codePoint);
            case STRING, CHARACTER -> literal(codePoint);
            case LINE_COMMENT -> {
                if (codePoint == '\n') {
                    endLine();
                }
            }
            case BLOCK_COMMENT -> {
                region = star && codePoint == '/' ? Region.CODE : region;
                star = codePoint == '*';
            }
        }
    }

    private void code(int codePoint) {
        boolean beginsComment = slash && (codePoint == '/' || codePoint == '*');
        firstInLine &= !slash || beginsComment;
        slash = false;
        boolean isFirst = structure.name.isEmpty();
        if (beginsComment) {
            region = codePoint == '/' ? Region.LINE_COMMENT : Region.BLOCK_COMMENT;
            star = false;
        } else if (!structure.inName) {
            token(codePoint);
        } else if (CharacterClass.isWord(codePoint) && !(isFirst && CharacterClass.isDigit(codePoint))) {
            structure.name = extended(structure.name, codePoint);
        } else if (!isFirst || !CharacterClass.isSpace(codePoint) || codePoint == '\n') {
            report(structure.endName());
            token(codePoint);
        }
    }

    private void token(int codePoint) {
        if (codePoint == '\n') {
            endLine();
            return;
        }
        slash = codePoint == '/';
        if (slash || CharacterClass.isSpace(codePoint)) {
            return;
        }
        if (codePoint == '"' || codePoint == '\'') {
            region = codePoint == '"' ? Region.STRING : Region.CHARACTER;
            escaped = false;
        } else if ("([{".indexOf(codePoint) >= 0) {
            structure.open(codePoint);
        } else if (")]}".indexOf(codePoint) >= 0) {
            report(structure.close(codePoint));
        } else if (codePoint == '#' && firstInLine && !structure.inDirective) {
            structure.beginDirective();
        } else if (!CharacterClass.isWord(codePoint) && "#!%&*+,-.:;<=>?^|~".indexOf(codePoint) < 0) {
            report(SyntaxViolation.STRAY_CHARACTER);
        }
        firstInLine = false;
    }

    private void literal(int codePoint) {
        boolean isQuote = codePoint == (region == Region.STRING ? '"' : '\'');
        if (codePoint == '\n' || codePoint == '\r') {
            report(SyntaxViolation.OPEN_LITERAL);
            region = Region.CODE;
            if (codePoint == '\n') {
                endLine();
            }
        } else if (isQuote && !escaped) {
            region = Region.CODE;
        }
        escaped = codePoint == '\\' && !escaped;
    }

    private void endLine() {
        region = Region.CODE;
        firstInLine = true;
        report(structure.endLine());
    }

    /** Whether a file may end here: nothing is open, and the line of the last directive or comment has ended. */
    public boolean isComplete() {
        return region == Region.CODE
                && !backslash
                && !structure.inDirective
                && structure.code.isEmpty()
                && structure.conditionalDepth() == 0;
    }

    public Region region() {
        return region;
    }

    public boolean isInLiteral() {
        return region == Region.STRING || region == Region.CHARACTER;
    }

    /** Whether the position is after the two characters that begin a comment, and before its end. */
    public boolean isInComment() {
        return region == Region.LINE_COMMENT || region == Region.BLOCK_COMMENT;
    }

    public boolean isInDirective() {
        return structure.inDirective;
    }

    /** The part of the last name, keyword or number that has been read, at most 64 characters. */
    public String word() {
        return word;
    }

    /** The number of characters of the name, keyword or number that the last character belongs to, if there is one. */
    int wordLength() {
        return wordLength;
    }

    public int depth() {
        return structure.code.depth() + structure.directive.depth();
    }

    public int braceDepth() {
        return structure.code.braces() + structure.directive.braces();
    }

    public int conditionalDepth() {
        return structure.conditionalDepth();
    }

    public LinePosition line() {
        return line;
    }

    public static int indentation(String line) {
        LinePosition end = new LinePosition(1, 0, 0, true);
        for (int i = 0; i < line.length() && end.isIndenting(); i++) {
            end = end.after(line.charAt(i));
        }
        return end.indentation();
    }

    /**
     * A position in a line.
     *
     * @param number the line's number, from 1
     * @param column number of characters of the line before the position
     * @param indentation columns of white space at the line's beginning; a tab extends to a multiple of 8
     * @param isIndenting whether the line has only white space so far
     */
    public record LinePosition(int number, int column, int indentation, boolean isIndenting) {
        public static final int TAB = 8;

        public LinePosition after(int codePoint) {
            if (codePoint == '\n') {
                return new LinePosition(number + 1, 0, 0, true);
            }
            boolean indents = isIndenting && (codePoint == ' ' || codePoint == '\t');
            int width = !indents ? 0 : codePoint == ' ' ? 1 : TAB - indentation % TAB;
            return new LinePosition(number, column + 1, indentation + width, indents);
        }
    }
}
