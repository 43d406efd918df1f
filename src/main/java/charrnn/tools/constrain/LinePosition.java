package charrnn.tools.constrain;

/** Where a text is in its line. */
final class LinePosition {
    private static final int TAB = 8;

    private int number = 1;
    private int column;
    private int indentation;
    private boolean indenting = true;

    LinePosition() {}

    LinePosition(LinePosition other) {
        number = other.number;
        column = other.column;
        indentation = other.indentation;
        indenting = other.indenting;
    }

    void accept(int codePoint) {
        column++;
        switch (codePoint) {
            case '\n' -> {
                number++;
                column = 0;
                indentation = 0;
                indenting = true;
            }
            case ' ' -> indentation += indenting ? 1 : 0;
            case '\t' -> indentation += indenting ? TAB - indentation % TAB : 0;
            default -> indenting = false;
        }
    }

    int number() {
        return number;
    }

    int column() {
        return column;
    }

    int indentation() {
        return indentation;
    }

    boolean isIndenting() {
        return indenting;
    }
}
