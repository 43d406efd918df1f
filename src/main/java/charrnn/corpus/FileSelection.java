package charrnn.corpus;

/** Selects the files of the configured paths that are read, and their maximum length. */
interface FileSelection {
    /** The selection as text, different for different selections. */
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

    /** Maximum number of characters of all selected files together. */
    long limit();

    /** Creates a sampler, which decides during reading whether a file is needed. */
    FileSampler sampler();
}
