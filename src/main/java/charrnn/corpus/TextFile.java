package charrnn.corpus;

/**
 * A file that is text.
 *
 * @param name its name in the corpus, the same on every host
 * @param sha256 digest of its bytes, 64 hexadecimal digits
 * @param chars characters of the whole file
 * @param start position of its first character in the corpus's text
 * @param length number of its characters in that text: all, or the first ones up to a limit
 */
record TextFile(String name, String sha256, long chars, long start, long length, boolean crlf) {

    TextFile cutAt(long end) {
        return new TextFile(name, sha256, chars, start, end, crlf);
    }

    /**
     * The position near {@code target} at which to cut: after the last line end before it. If that would drop more than half of
     * [from, target), the cut is at {@code target}, within a line.
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
