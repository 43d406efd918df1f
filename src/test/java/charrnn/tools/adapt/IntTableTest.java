package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntTableTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16, 1 << 14})
    void copiesBehaveAsArraysOfTheirOwn(int size) {
        Random random = new Random(size);
        IntTable table = new IntTable(size);
        int[] expected = new int[size];
        write(random, table, expected, size);
        IntTable copy = new IntTable(table);
        int[] expectedOfCopy = expected.clone();
        write(random, copy, expectedOfCopy, size);
        IntTable second = new IntTable(copy);
        int[] expectedOfSecond = expectedOfCopy.clone();
        for (int round = 0; round < 3; round++) {
            write(random, copy, expectedOfCopy, size);
            write(random, second, expectedOfSecond, size);
        }
        for (int i = 0; i < size; i++) {
            assertThat(table.get(i)).isEqualTo(expected[i]);
            assertThat(copy.get(i)).isEqualTo(expectedOfCopy[i]);
            assertThat(second.get(i)).isEqualTo(expectedOfSecond[i]);
        }
        assertThat(second.size()).isEqualTo(size);
    }

    private static void write(Random random, IntTable table, int[] expected, int size) {
        for (int i = 0; i < size; i++) {
            int index = random.nextInt(size);
            expected[index] = random.nextInt();
            table.set(index, expected[index]);
        }
    }
}
