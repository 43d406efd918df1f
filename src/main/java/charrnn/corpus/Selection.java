package charrnn.corpus;

/** Which files of the sources are encoded. */
interface Selection {
    /** What the files are, among those that the sources have, in words that differ where the files do. */
    String key();

    /** Which files the sources look for. */
    FileFilter filter();

    /** Whether a file is still needed. */
    boolean wants(String name);

    /** Most characters of a file that can be needed. */
    long limit(String name);

    /** Takes note of a file that was encoded. */
    void took(FileText file);

    /** Most characters that can be needed of all files together. */
    long limit();
}
