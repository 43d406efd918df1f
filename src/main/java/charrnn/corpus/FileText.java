package charrnn.corpus;

/**
 * One file, read and provisionally encoded: where its characters stand in a {@link CodedText}.
 *
 * @param name its name, the same on every host
 * @param sha256 digest of its bytes, 64 hexadecimal digits
 * @param chars characters of the whole file
 * @param start position of its first character
 * @param length its characters, or as many of its first ones as can be needed
 * @param crlf whether a line of it ends in CR LF
 * @param tally counts of the characters that were encoded
 * @param counted how many those are
 */
record FileText(
        String name, String sha256, long chars, long start, long length, boolean crlf, CharCounts tally, long counted) {

    FileText cutAt(long end) {
        return new FileText(name, sha256, chars, start, end, crlf, tally, counted);
    }

    /**
     * Where to cut near {@code target}: after the last line end before it. A cut through a line is better than one that
     * costs more than half of [from, target), so the search ends there.
     *
     * @param newline the alphabet's number of the line feed, -1 where there is none
     */
    long cutNear(long from, long target, CodedText text, int newline) {
        long lowest = from + (target - from) / 2;
        for (long end = target; end > lowest; end--) {
            if (text.at(start + end - 1) == newline) {
                return end;
            }
        }
        return target;
    }

    /** Adds the occurrences of each number in [from, end) of the file; reads as little of it as it can. */
    void count(long from, long end, CodedText text, long[] counts) {
        if (end - from <= counted / 2) {
            text.count(start + from, start + end, 1, counts);
        } else {
            tally.addTo(counts, 1);
            text.count(start, start + from, -1, counts);
            text.count(start + end, start + counted, -1, counts);
        }
    }
}
