package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TintTest {
    @Test
    void lessLikelyCharactersAreRedder() {
        Tint tint = new Tint(true, false);
        assertThat(tint.of('a', 0.7)).isEqualTo("a");
        assertThat(tint.of('a', 0.3)).isEqualTo("\u001b[38;5;34ma\u001b[0m");
        assertThat(tint.of('a', 0.1)).isEqualTo("\u001b[38;5;178ma\u001b[0m");
        assertThat(tint.of('a', 0.02)).isEqualTo("\u001b[38;5;208ma\u001b[0m");
        assertThat(tint.of(0x1f600, 0.002)).isEqualTo("\u001b[38;5;196m😀\u001b[0m");
    }

    @Test
    void whiteSpaceHasAColouredBackground() {
        assertThat(new Tint(true, false).of(' ', 0.02)).isEqualTo("\u001b[48;5;208m \u001b[0m");
        assertThat(new Tint(true, false).of('\n', 0.02)).isEqualTo("\u001b[48;5;208m \u001b[0m\n");
        assertThat(new Tint(true, false).of('\n', 0.9)).isEqualTo("\n");
    }

    @Test
    void controlCharactersAreEscapedOnATerminal() {
        assertThat(new Tint(true, true).of(0x9b, 0.7)).isEqualTo("\\u009B");
        assertThat(new Tint(true, true).of(0x2066, 0.3)).isEqualTo("\u001b[38;5;34m\\u2066\u001b[0m");
        assertThat(new Tint(true, true).of('\n', 0.9)).isEqualTo("\n");
        String obeyed = "\u0000\r\u001b\u007f\u0080\u009f\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069";
        assertThat(new Tint(false, true).plain(obeyed).codePoints()).allMatch(c -> c > 31 && c < 127);
        assertThat(new Tint(false, true).plain("é\t\n😀")).isEqualTo("é\t\n😀");
        assertThat(new Tint(false, false).plain(obeyed)).isEqualTo(obeyed);
    }

    @Test
    void withoutColoursCharactersAreUnchanged() {
        assertThat(new Tint(false, false).of('a', 0.002)).isEqualTo("a");
        assertThat(new Tint(false, false).of('\n', 0.002)).isEqualTo("\n");
        assertThat(Tint.allowsColours(false)).isFalse();
    }
}
