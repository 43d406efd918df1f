package charrnn.tools.cells;

import charrnn.tools.constrain.CScanner;
import charrnn.tools.constrain.CScanner.Region;
import charrnn.tools.constrain.TokenRun.Kind;
import java.util.List;

/** Computes the features of a C text from the state of a scanner after each character. */
final class Features {
    private static final int NEAR = 5; // characters

    private final int[] text;
    private final CScanner[] after;

    private Features(int[] text) {
        this.text = text;
        this.after = new CScanner[text.length];
        CScanner scanner = new CScanner();
        for (int t = 0; t < text.length; t++) {
            scanner.accept(text[t]);
            after[t] = scanner.copy();
        }
    }

    /** @param text code points, from the beginning of a file */
    static List<Feature> of(int[] text) {
        return new Features(text).all();
    }

    private List<Feature> all() {
        int length = text.length;
        return List.of(
                Feature.condition("in a string", length, t -> after[t].region() == Region.STRING),
                Feature.condition("in a comment", length, t -> after[t].isInComment()),
                Feature.condition("in a preprocessor line", length, t -> after[t].isInDirective()),
                Feature.condition("inside #if", length, t -> after[t].conditionalDepth() > 0),
                Feature.condition("in parentheses or brackets", length, t -> innerDepth(after[t]) > 0),
                Feature.condition(
                        "in the indentation", length, t -> after[t].line().isIndenting()),
                Feature.condition("line ends within " + NEAR, length, this::isNearLineEnd),
                Feature.condition("in a name", length, t -> after[t].token().kind() == Kind.IDENTIFIER),
                Feature.condition("in a number", length, t -> after[t].token().kind() == Kind.NUMBER),
                Feature.condition("capital letter", length, t -> Character.isUpperCase(text[t])),
                Feature.condition("in a run of white space", length, this::isInRunOfSpace),
                Feature.quantity("open braces", length, t -> after[t].braceDepth()),
                Feature.quantity("open parentheses and brackets", length, t -> innerDepth(after[t])),
                Feature.quantity(
                        "width of the indentation", length, t -> after[t].line().indentation()),
                Feature.quantity(
                        "position in the line", length, t -> after[t].line().column()),
                Feature.quantity("position in the name", length, this::positionInName));
    }

    private static int innerDepth(CScanner scanner) {
        return scanner.depth() - scanner.braceDepth();
    }

    private boolean isNearLineEnd(int position) {
        for (int t = position + 1; t <= position + NEAR && t < text.length; t++) {
            if (text[t] == '\n') {
                return true;
            }
        }
        return false;
    }

    private boolean isInRunOfSpace(int position) {
        return after[position].token().kind() == Kind.SPACE
                && after[position].token().length() > 1;
    }

    private int positionInName(int position) {
        return after[position].token().kind() == Kind.IDENTIFIER
                ? after[position].token().length()
                : 0;
    }
}
