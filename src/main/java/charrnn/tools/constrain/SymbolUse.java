package charrnn.tools.constrain;

import charrnn.grammar.HeaderIndex;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which symbols a function may use under {@code --constrain c}. */
public enum SymbolUse {
    /** Those that exist, members of their structure, and as many arguments as a function takes. */
    KNOWN,
    /** Others too, but seldom. */
    LIKELY,
    ANY;

    /** What was chosen; if nothing was, known symbols where the project has a header, and likely ones otherwise. */
    public static SymbolUse of(@Nullable SymbolUse chosen, HeaderIndex project) {
        return chosen != null ? chosen : project.hasHeaders() ? KNOWN : LIKELY;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
