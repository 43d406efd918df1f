package charrnn.tools.constrain;

import charrnn.grammar.ProjectNames;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which names a function may use under {@code --constrain c}. */
public enum NameUse {
    /** Names that exist, members of their structure, and as many arguments as a function takes. */
    KNOWN,
    /** Others too, but seldom. */
    LIKELY,
    /** Any. */
    ANY;

    /** What was chosen; if nothing was, known names where the project has a header, and likely ones otherwise. */
    public static NameUse of(@Nullable NameUse chosen, ProjectNames project) {
        return chosen != null ? chosen : project.hasHeaders() ? KNOWN : LIKELY;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
