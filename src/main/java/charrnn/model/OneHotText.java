package charrnn.model;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Text as a network reads it. */
final class OneHotText {
    private OneHotText() {}

    /**
     * The unit vectors of some symbols.
     *
     * @param text vocabulary indices, [streams][time]
     * @return [streams, vocabulary, time] in 'f' order
     */
    static INDArray of(int[][] text, int vocabulary) {
        int streams = text.length;
        int time = text[0].length;
        float[] values = new float[streams * vocabulary * time];
        for (int s = 0; s < streams; s++) {
            for (int t = 0; t < time; t++) {
                values[s + streams * (text[s][t] + vocabulary * t)] = 1;
            }
        }
        long[] shape = {streams, vocabulary, time};
        return Nd4j.create(values, shape, Nd4j.getStrides(shape, 'f'), 'f', DataType.FLOAT);
    }
}
