package charrnn.corpus;

/** Selects which files of the configured paths are read, and how much of them. */
interface FileSelection {
    /** Identifies the selection: different selections have different keys. */
    String key();

    /**
     * Whether a file that was found is selected.
     *
     * @param path its path below the folder or inside the archive
     * @param name its name in the corpus, which may begin with the name of the folder or the archive
     */
    boolean selects(String path, String name);

    /**
     * Whether a file is excluded even if {@code corpus.path} names it; if the name ends in {@code /}, a whole folder.
     */
    boolean excludes(String name);

    /** Whether a link of this name is followed although it leads out of its folder. */
    boolean followsOutOfFolder(String name);

    /** Maximum number of characters needed of all files together. */
    long limit();

    /** A new sampler, which decides during the reading whether a file is needed. */
    FileSampler sampler();
}
