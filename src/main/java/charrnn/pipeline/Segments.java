package charrnn.pipeline;

import charrnn.match.InputEncoding;

/**
 * Consecutive segments of parallel streams of text: the inputs of a network, and the characters that follow. Used by one thread at
 * a time, not always by the same.
 */
public interface Segments {
    InputEncoding encoding();

    int streams();

    int count();

    /**
     * The inputs of a segment of a stream.
     *
     * @param segment from 0
     * @return [sequenceLength × activeInputs]
     */
    int[] inputs(int segment, int stream);

    /** The characters that follow, vocabulary indices, [sequenceLength]. */
    int[] targets(int segment, int stream);
}
