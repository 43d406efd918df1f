package charrnn.tools.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8::5, [2001:db8::5], true",
        "2001:db8::5, [2001:db8::5]:8080, true",
        "2001:DB8::5, [2001:db8::5], true",
        "2001:db8::5, [2001:db8::6], false",
        "2001:db8::5, [2001:db8::5, false",
        "2001:db8::5, 2001:db8::5, false",
        "2001:db8::5, [2001:db8:5], false",
        "2001:db8::5, [], false",
        "2001:db8::5, '', false",
        "::, [::1]:80, true",
        "Code.example.org, code.example.ORG:80, true",
        "code.example.org, example.org, false",
        "code.example.org, '[code.example.org]', false",
    })
    void configuredAndLoopbackNamesAreAccepted(String name, String host, boolean included) {
        assertThat(new HostNames(List.of(name)).accept(host)).isEqualTo(included);
    }

    @Test
    void messagesListEachNameOnceAndAsGiven() {
        assertThat(new HostNames(List.of("2001:db8::5", "[2001:db8::5]", "::1", "localhost")))
                .hasToString("127.0.0.1, [2001:db8::5], [::1], localhost")
                .satisfies(names -> assertThat(names.accept(null)).isFalse());
    }
}
