package charrnn.corpus;

/** Which files of a folder or an archive are taken, and which links are followed. */
interface FileFilter {
    /**
     * Whether a file that was found is taken. To leave it out, it may be named as messages name it, too.
     *
     * @param name its name below the folder or inside the archive
     * @param shown what messages call it
     */
    boolean takes(String name, String shown);

    /** Whether a file is left out even where it is named by itself, or a folder, whose name ends in {@code /}, as a whole. */
    boolean excludes(String name);

    /**
     * Whether a link that leads out of its folder is followed.
     *
     * @param shown what messages call it
     */
    boolean followsOutOfFolder(String shown);
}
