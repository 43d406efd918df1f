package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilePlaceTest {
    private static final String FILE =
            "int x;\n\n#if 1\nint f(int a)\n{\n\treturn a;\n}\n#endif\n\nint g(void) { return 2; }\n";

    @TempDir
    private Path folder;

    private static Piece piece(String file, long from) {
        return new Piece(file, Part.TEST, from, 1, "");
    }

    @Test
    void aPlaceHasTheFileUpToTheBrace() throws IOException {
        Files.writeString(folder.resolve("a.c"), FILE);
        List<CompilePlace> places = CompilePlace.draw(List.of(piece("a.c", 0)), folder, 9, 1);
        assertThat(places).extracting(CompilePlace::head).containsExactlyInAnyOrder("int f(int a)\n{", "int g(void) {");
        CompilePlace first = places.get(places.get(0).head().contains("f") ? 0 : 1);
        assertThat(first.line()).isEqualTo(5);
        assertThat(first.body()).isEqualTo("\n\treturn a;\n}");
        assertThat(first.with("}")).isEqualTo("int x;\n\n#if 1\nint f(int a)\n{}\n#endif\n");
        assertThat(CompilePlace.draw(List.of(piece("a.c", 40)), folder.resolve("a.c"), 9, 1))
                .as("the end of the only file")
                .extracting(CompilePlace::head)
                .containsExactly("int g(void) {");
    }

    @Test
    void theSeedChoosesThePlaces() throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (int file = 0; file < 20; file++) {
            Files.writeString(folder.resolve(file + ".c"), "int f" + file + "(void)\n{\n}\n");
            pieces.add(piece(file + ".c", 0));
        }
        List<CompilePlace> five = CompilePlace.draw(pieces, folder, 5, 1);
        assertThat(five).hasSize(5).doesNotHaveDuplicates();
        assertThat(CompilePlace.draw(pieces, folder, 9, 1))
                .as("more places")
                .startsWith(five.toArray(CompilePlace[]::new));
        assertThat(CompilePlace.draw(pieces, folder, 5, 2)).isNotEqualTo(five);
    }
}
