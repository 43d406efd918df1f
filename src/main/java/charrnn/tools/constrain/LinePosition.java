package charrnn.tools.constrain;

/**
 * A place in a line.
 *
 * @param number of the line, from 1
 * @param column characters of the line that were read
 * @param indentation width of the white space at the line's beginning; a tab reaches to a multiple of 8
 * @param isIndenting whether the line has nothing but white space yet
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
