package charrnn.tools.score;

/** Real C whose habits samples are compared with. */
public final class Reference {
    private final StyleStatistics habits;

    private Reference(StyleStatistics habits) {
        this.habits = habits;
    }

    /** The habits of a text. */
    public static Reference of(String text) {
        return new Reference(StyleStatistics.of(text));
    }

    StyleStatistics habits() {
        return habits;
    }
}
