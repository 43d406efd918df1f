package charrnn.tools.constrain;

/**
 * A position in a line.
 *
 * @param number the line's number, from 1
 * @param column number of characters of the line before the position
 * @param indentation columns of white space at the line's beginning; a tab extends to a multiple of 8
 * @param isIndenting whether the line has only white space so far
 */
public record LinePosition(int number, int column, int indentation, boolean isIndenting) {
    private static final int TAB = 8;

    LinePosition after(int codePoint) {
        if (codePoint == '\n') {
            return new LinePosition(number + 1, 0, 0, true);
        }
        boolean indents = isIndenting && (codePoint == ' ' || codePoint == '\t');
        int width = !indents ? 0 : codePoint == ' ' ? 1 : TAB - indentation % TAB;
        return new LinePosition(number, column + 1, indentation + width, indents);
    }
}
