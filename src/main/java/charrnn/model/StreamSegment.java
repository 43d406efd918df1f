package charrnn.model;

import charrnn.corpus.EncodedText;

/**
 * A segment of many streams of text.
 *
 * @param inputs vocabulary indices, [streams][time]
 * @param targets the character that follows each input, [streams][time]
 */
public record StreamSegment(int[][] inputs, int[][] targets) {

    /**
     * A segment of a text that is read in one stream.
     *
     * @param at position of the first input
     * @param time how many inputs; their successors must be there too
     */
    public static StreamSegment of(EncodedText text, long at, int time) {
        return new StreamSegment(new int[][] {text.read(at, time)}, new int[][] {text.read(at + 1, time)});
    }
}
