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

    /**
     * Whether a file is excluded, even if {@code corpus.path} names it; or, if the name ends in {@code /}, a whole
     * folder.
     */
    boolean excludes(String name);

    /**
     * Whether a link that leads out of its folder is followed.
     *
     * @param shown name of the link in messages
     */
    boolean followsOutOfFolder(String shown);
}
