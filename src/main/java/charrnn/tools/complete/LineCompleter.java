package charrnn.tools.complete;

/** Suggests the rest of the cursor's line. */
interface LineCompleter {
    /** The name in tables. */
    String name();

    /** Moves to another place. Nothing of the earlier ones is used there. */
    void moveTo(CursorPlace place);

    /**
     * Suggests what follows.
     *
     * @param typed what the user has typed since the cursor was at the place
     */
    String complete(String typed);
}
