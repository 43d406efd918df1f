package charrnn.corpus;

/** Which files of the configured paths are read, and how much of each. A file is named by its path below a folder or in an archive. */
interface FileSelection {
    /** A text that differs where the selection does. */
    String key();

    /**
     * Whether a file that was found is taken.
     *
     * @param path its path below the folder or inside the archive
     * @param name its name in the corpus, which may begin with the name of the folder or the archive
     */
    boolean takes(String path, String name);

    /** Whether a file is excluded even if {@code corpus.path} names it; if the name ends in {@code /}, a whole folder. */
    boolean excludes(String name);

    /** Whether a link of this name is followed although it leads out of its folder. */
    boolean followsOutOfFolder(String name);

    /** Most characters of a file that can be needed. */
    long limit(String name);

    /** Most characters that can be needed of all files together. */
    long limit();

    /** A sampler that says, while files are read, which others are still needed. */
    FileSampler sampler();
}
