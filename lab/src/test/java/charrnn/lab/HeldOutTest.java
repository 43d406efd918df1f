package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    private static final String FILE =
            "int a(void)\n{\n\treturn 1;\n}\n\nint b(void)\n{\n\treturn 2;\n}\n\nint c;\n\nint d;\n";

    @Test
    void piecesBeginAtTheTopLevelAndHaveTheLength() {
        List<String> pieces = HeldOut.pieces(List.of(FILE, "int e;\n", FILE), 20, 10);
        assertThat(pieces).hasSize(4).allMatch(piece -> piece.length() == 20);
        assertThat(pieces.get(0)).isEqualTo(pieces.get(2)).startsWith("int a(void)\n{\n\tretur");
        assertThat(pieces.get(1)).isEqualTo(pieces.get(3)).startsWith("int b(void)");
    }

    @Test
    void doesNotSplitSurrogatePairs() {
        assertThat(HeldOut.pieces(List.of("/* 😀😀😀😀\n} */\nint a;\n"), 6, 10))
                .containsExactly("/* 😀😀😀", "int a;");
    }

    @Test
    void returnsAtMostTheCountAndNoShortPieces() {
        List<String> all = HeldOut.pieces(List.of(FILE, FILE), 20, 4);
        assertThat(HeldOut.pieces(List.of(FILE, FILE), 20, 2))
                .as("evenly spread")
                .containsExactly(all.get(0), all.get(2));
        assertThat(HeldOut.pieces(List.of(FILE), 500, 3)).isEmpty();
        assertThat(HeldOut.pieces(List.of(), 5, 3)).isEmpty();
    }
}
