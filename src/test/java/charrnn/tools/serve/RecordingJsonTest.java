package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.tools.serve.RecordingJson.PackedValues;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordingJsonTest {
    @Test
    void packedValuesAreRestoredWithinHalfAStep() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 * random.nextGaussian() - 1);
        }
        PackedValues packed = PackedValues.of(values);
        assertThat(packed.digits()).hasSameSizeAs(values);
        float step = (packed.high() - packed.low()) / (PackedValues.DIGITS.length() - 1);
        for (int i = 0; i < values.length; i++) {
            float back = packed.low()
                    + step * PackedValues.DIGITS.indexOf(packed.digits().charAt(i));
            assertThat(back).isCloseTo(values[i], within(0.501f * step));
        }
        assertThat(PackedValues.of(new float[] {2, 2})).isEqualTo(new PackedValues(2, 2, "!!"));
    }
}
