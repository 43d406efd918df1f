package charrnn.corpus;

import charrnn.config.TerminalText;
import java.util.List;
import java.util.SortedMap;

/**
 * The files read from the sources and their text.
 *
 * @param files the files that are text, including empty ones, in the order of reading
 * @param bad names of the files that cannot be used, mapped to the reasons
 */
record CorpusFiles(FixedWidthText text, CharCounts counts, List<TextFile> files, SortedMap<String, String> bad) {
    /** Longest name in a message, in characters. A path may have 4,096, and the reason after it must stay readable. */
    private static final int MAX_NAME_LENGTH = 500;

    /**
     * A file that is text.
     *
     * @param name its name in the corpus, the same on every host
     * @param sha256 digest of its bytes, 64 hexadecimal digits
     * @param chars characters of the whole file
     * @param start position of its first character in the corpus's text
     * @param length number of its characters in that text: all, or the first ones up to a limit
     * @param crlf whether a line of it ends in CR LF
     */
    record TextFile(String name, String sha256, long chars, long start, long length, boolean crlf) {

        TextFile cutAt(long end) {
            return new TextFile(name, sha256, chars, start, end, crlf);
        }

        /**
         * The position near {@code target} at which to cut: after the last line end before it. If that would drop more
         * than half of [from, target), the cut is at {@code target}, within a line.
         */
        long cutNear(long from, long target, FixedWidthText text) {
            long lowest = from + (target - from) / 2;
            long end = target;
            while (end > lowest && text.at(start + end - 1) != '\n') {
                end--;
            }
            return end > lowest ? end : target;
        }
    }

    /** The first files that cannot be used, each as "name: reason". */
    List<String> firstBad(int max) {
        return bad.entrySet().stream()
                .limit(max)
                .map(file -> TerminalText.line(file.getKey(), MAX_NAME_LENGTH) + ": " + file.getValue())
                .toList();
    }

    /** Number of files without a character. */
    int empty() {
        return (int) files.stream().filter(file -> file.chars() == 0).count();
    }
}
