package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymbolHistoryTest {

    @Test
    void contextHashesAreEqualOnlyForEqualContexts() {
        List<Integer> text = new Random(4).ints(4000, 0, 5).boxed().toList();
        SymbolHistory history = new SymbolHistory(text.size());
        Map<List<Integer>, Long> known = new HashMap<>();
        for (int i = 0; i < text.size(); i++) {
            history.add(text.get(i));
            for (int c = 0; c < SymbolHistory.ORDERS.length; c++) {
                int order = SymbolHistory.ORDERS[c];
                List<Integer> last = new ArrayList<>(text.subList(Math.max(0, i + 1 - order), i + 1));
                last.add(-1 - order);
                known.putIfAbsent(last, history.contexts()[c]);
                assertThat(history.contexts()[c]).isEqualTo(known.get(last));
            }
        }
        assertThat(new HashSet<>(known.values())).hasSize(known.size());
    }
}
