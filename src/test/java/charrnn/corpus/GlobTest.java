package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "**/*.c a.c",
                "**/*.c x/a.c",
                "**/*.c x/y/a.c",
                "**/*.[ch] x/a.h",
                "**/*.{c,h} a.h",
                "{**/*.c,b.h} x/a.c",
                "*.c a.c",
                "x/** x/y/z.c",
                "x/**/z.c x/z.c",
                "x/**/z.c x/y/z.c",
                "**/x/** x/a.c",
                "a**z a/b/z",
                "a?.c ab.c",
                "[!b].c a.c",
                "[a-c].c b.c",
                "a\\*.c a*.c",
                "a(1)+$.c a(1)+$.c",
                "é.c é.c",
            })
    void matches(String glob, String name) {
        assertThat(Glob.compile("key", glob).matcher(name).matches()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "**/*.c a.cc",
                "**/*.c a.C",
                "**/*.c ac",
                "*.c x/a.c",
                "**/x.c ax.c",
                "a?.c a/.c",
                "x/* x/y/a.c",
                "[!b].c b.c",
                "a[!b]c a/c",
                "a[.-0]c a/c",
                "x/** xy/a.c",
            })
    void doesNotMatch(String glob, String name) {
        assertThat(Glob.compile("key", glob).matcher(name).matches()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"[a.c,[ without ]", "'{a,b',{ without }", "a\\,nothing after \\"})
    void aBrokenGlobIsAUsersError(String glob, String why) {
        assertThatThrownBy(() -> Glob.compile("corpus.include", glob))
                .isInstanceOf(UserError.class)
                .hasMessage("corpus.include: '" + glob + "' is not a glob (" + why + "); an example is **/*.c");
    }

    @Test
    void aRangeThatRunsBackwardsIsAUsersError() {
        assertThatThrownBy(() -> Glob.compile("corpus.exclude", "[z-a].c"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("corpus.exclude: '[z-a].c' is not a glob (");
    }
}
