package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 11, 25, 9, 5, 7);

    @Test
    void areNamedAfterRunAndStart() {
        assertThat(LimitedStorage.newSession("lstm", START, id -> false)).isEqualTo("lstm_2026-11-25_09.05.07");
    }

    @Test
    void areNewInTheirStore() {
        Set<String> taken = Set.of("lstm_2026-11-25_09.05.07", "lstm_2026-11-25_09.05.07_2");
        assertThat(LimitedStorage.newSession("lstm", START, taken::contains)).isEqualTo("lstm_2026-11-25_09.05.07_3");
    }

    @Test
    void areSafeInPathsAndPages() {
        assertThat(LimitedStorage.newSession("a/b <i>@@@ ü", START, id -> false))
                .startsWith("a_b__i_______2026");
    }
}
