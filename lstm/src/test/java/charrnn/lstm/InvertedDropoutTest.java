package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class InvertedDropoutTest {
    private static final int BATCH = 16;
    private static final int UNITS = 100;
    private static final int TIME = 50;
    private static final int VALUES = BATCH * UNITS * TIME;

    private final InvertedDropout dropout = new InvertedDropout();

    private static INDArray dropped(InvertedDropout dropout, double kept, INDArray input, long seed) {
        Nd4j.getRandom().setSeed(seed);
        return dropout.forward(new Dropout(kept), input, LayerWorkspaceMgr.noWorkspaces());
    }

    private INDArray mask(double kept, long seed) {
        return dropped(dropout, kept, ones(), seed);
    }

    private static INDArray ones() {
        return Nd4j.ones(DataType.FLOAT, BATCH, UNITS, TIME);
    }

    @Test
    void keptValuesAreDividedByTheirProbability() {
        INDArray input = Nd4j.arange(1, VALUES + 1).castTo(DataType.FLOAT).reshape('c', BATCH, UNITS, TIME);
        INDArray left = dropped(dropout, 0.8, input, 1);
        for (double factor : left.div(input).ravel().toDoubleVector()) {
            if (factor != 0) {
                assertThat(factor).isCloseTo(1.25, within(1e-6));
            }
        }
        assertThat(fraction(left.neq(0))).isCloseTo(0.8, within(deviations(0.8)));
    }

    /** Five standard deviations of the fraction of kept values in so many independent draws. */
    private static double deviations(double p) {
        return 5 * Math.sqrt(p * (1 - p) / VALUES);
    }

    private static double fraction(INDArray flags) {
        return flags.castTo(DataType.DOUBLE).meanNumber().doubleValue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9, 0.99})
    void masksOfNeighboursPassesAndSeedsAreIndependent(double kept) {
        INDArray mask = mask(kept, 1);
        assertThat(mask(kept, 1)).as("the same seed").isEqualTo(mask);
        INDArray second = dropout.forward(new Dropout(kept), ones(), LayerWorkspaceMgr.noWorkspaces());
        double equal = kept * kept + (1 - kept) * (1 - kept);
        assertThat(fraction(mask.eq(second))).as("the pass after").isCloseTo(equal, within(deviations(equal)));
        assertThat(fraction(mask.eq(mask(kept, 2)))).as("the next seed").isCloseTo(equal, within(deviations(equal)));
        int[] shape = {BATCH, UNITS, TIME};
        for (int dimension = 0; dimension < 3; dimension++) {
            INDArray here = mask.swapAxes(0, dimension).dup('c');
            INDArray beside = Nd4j.concat(
                    0, here.get(NDArrayIndex.interval(1, shape[dimension])), here.get(NDArrayIndex.interval(0, 1)));
            assertThat(fraction(here.eq(beside)))
                    .as("neighbours along " + dimension)
                    .isCloseTo(equal, within(2 * deviations(equal)));
        }
    }

    @Test
    void backwardPassDropsWhatTheForwardPassDropped() {
        INDArray left = mask(0.7, 3);
        INDArray epsilon =
                TimeMajor.create(LayerWorkspaceMgr.noWorkspaces(), ArrayType.ACTIVATION_GRAD, BATCH, UNITS, TIME);
        epsilon.assign(1);
        dropout.backward(TimeMajor.matrix(epsilon));
        assertThat(epsilon).isEqualTo(left);
    }

    @Test
    void numberOfThreadsDoesNotChangeTheMask() {
        INDArray one = Partition.withNativeThreads(1, () -> mask(0.6, 4));
        assertThat(Partition.withNativeThreads(Nets.SHARES, () -> mask(0.6, 4))).isEqualTo(one);
    }

    @Test
    void nothingIsDroppedWithoutDropout() {
        INDArray segment = ones();
        assertThat(dropped(dropout, 0.5, segment, 1)).isNotEqualTo(segment);
        assertThat(dropout.forward(null, segment, LayerWorkspaceMgr.noWorkspaces()))
                .isSameAs(segment);
        INDArray epsilon = TimeMajor.matrix(segment);
        dropout.backward(epsilon);
        assertThat(epsilon).isEqualTo(TimeMajor.matrix(segment));
    }
}
