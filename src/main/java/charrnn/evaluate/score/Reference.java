package charrnn.evaluate.score;

/** Real C whose habits samples are compared with. */
public final class Reference {
    private final Habits habits;

    private Reference(Habits habits) {
        this.habits = habits;
    }

    /** The habits of a text. */
    public static Reference of(String text) {
        return new Reference(Habits.of(text));
    }

    Habits habits() {
        return habits;
    }
}
