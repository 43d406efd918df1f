package charrnn.tools.constrain;

import java.util.Locale;

/** Which names a function may use under {@code --constrain c}. */
public enum NameUse {
    /** Names that exist, members of their structure, and as many arguments as a function takes. */
    KNOWN,
    /** Others too, but seldom. */
    LIKELY,
    /** Any. */
    ANY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
