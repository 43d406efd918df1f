package charrnn.tools.report;

import charrnn.config.UserError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A level to compare a run with, drawn across its losses.
 *
 * @param name what reached it, such as {@code PPMd}
 * @param bpc the loss, in bits per character
 */
public record ReferenceLine(String name, double bpc) {
    private static final Pattern FORM = Pattern.compile("(.*\\S)\\s*=\\s*([0-9]{1,2}(?:\\.[0-9]{1,9})?)\\s*");

    /**
     * Reads {@code name=bpc}.
     *
     * @throws UserError if it has another form
     */
    public static ReferenceLine of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new UserError("--line is \"" + text + "\", but must be a name and bits per character: PPMd=1.211");
        }
        return new ReferenceLine(form.group(1).strip(), Double.parseDouble(form.group(2)));
    }
}
