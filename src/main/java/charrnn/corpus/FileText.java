package charrnn.corpus;

/**
 * One file, read and provisionally encoded.
 *
 * @param name its name, the same on every host
 * @param sha256 digest of its bytes, 64 hexadecimal digits
 * @param chars characters of the whole file
 * @param text its characters, or as many of its first ones as can be needed, in the numbers of an {@link Alphabet}
 * @param crlf whether a line of it ends in CR LF
 */
record FileText(String name, String sha256, long chars, IndexBuffer text, boolean crlf) {

    /**
     * Where to cut near {@code target}: after the last line end before it. A cut through a line is better than one that
     * costs more than half of [from, target), so the search ends there.
     *
     * @param newline the alphabet's number of the line feed, -1 where there is none
     */
    int cutNear(int from, int target, int newline) {
        int lowest = from + (target - from) / 2;
        for (int end = target; end > lowest; end--) {
            if (text.at(end - 1) == newline) {
                return end;
            }
        }
        return target;
    }
}
