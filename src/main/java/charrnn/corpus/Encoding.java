package charrnn.corpus;

import java.util.List;

/**
 * Everything that came of reading some sources.
 *
 * @param text the files' characters
 * @param alphabet what its numbers mean
 * @param files the files that are text, empty ones too, in the order in which they were read
 * @param bad those that were not taken
 */
record Encoding(CodedText text, Alphabet alphabet, List<FileText> files, List<Bad> bad) {

    /**
     * A file that was not taken.
     *
     * @param name its name
     * @param reason why
     */
    record Bad(String name, String reason) {}

    /** The alphabet's number of the line feed, -1 where there is none. */
    int newline() {
        return alphabet.find('\n');
    }
}
