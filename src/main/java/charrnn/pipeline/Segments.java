package charrnn.pipeline;

import charrnn.corpus.InputEncoding;

/** Consecutive segments of parallel streams of text, as a network reads them. */
public interface Segments {
    /** What the network reads at a position. */
    InputEncoding encoding();

    /** Number of streams. */
    int streams();

    /** Characters of a segment. */
    int sequenceLength();

    /** Segments of each stream. */
    int count();

    /**
     * What the network reads in a segment of a stream.
     *
     * @param segment from 0
     * @return [sequenceLength × ones]
     */
    int[] inputs(int segment, int stream);

    /** The characters that follow, vocabulary indices, [sequenceLength]. */
    int[] targets(int segment, int stream);
}
