package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.score.CursorPlace.Kind;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorPlaceTest {
    /** The cursor is at the sign ‸. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
        COMMENT     # int a; /* a short ‸note */
        COMMENT     # int a; // a ‸note
        NEW_LINE    #   ‸return zero;
        NEW_LINE    # ‸return zero;
        MEMBER      # herd->‸count = 1;
        MEMBER      # herd->co‸unt = 1;
        MEMBER      # herd.‸count = 1;
        IN_NAME     # ze‸bra = 1;
        IN_NAME     # call(ze‸bra, grass);
        ARGUMENT    # call(‸zebra, grass);
        ARGUMENT    # call(zebra, ‸grass);
        ARGUMENT    # call(one(two), ‸grass);
        OTHER       # if (‸zebra == grass)
        OTHER       # for (i = 0; ‸i < 10; i++)
        OTHER       # zebra = ‸grass;
        OTHER       # call(a); b = ‸grass;
        OTHER       # puts("see /* ‸here");
        OTHER       # x = 1.5 + ‸2.5;
        """)
    void kindsOfPlaces(Kind kind, String line) {
        String file = "int before;\n" + line.replace("‸", "") + "\nint after;\n";
        CursorPlace place = CursorPlace.at(file, 12 + line.indexOf('‸'));
        assertThat(place.kind()).as(line).isEqualTo(kind);
        assertThat(place.rest()).isEqualTo(line.substring(line.indexOf('‸') + 1));
    }

    @Test
    void commentOverSeveralLinesIsAComment() {
        String file = "/*\n * a note\n */\nint a;\n";
        assertThat(CursorPlace.at(file, file.indexOf(" * a")).kind()).isEqualTo(Kind.COMMENT);
        assertThat(CursorPlace.at(file, file.indexOf("int")).kind()).isEqualTo(Kind.NEW_LINE);
    }

    @Test
    void placesAreDrawnEvenlyFromAllLinesWithAtLeastTwoCharacters() {
        List<String> files = List.of("ab  \n\n}\n \t \nxyz", "12345");
        List<CursorPlace> places = CursorPlace.draw(files, 6000, new SplittableRandom(5));
        Map<String, Integer> counts = new TreeMap<>();
        for (CursorPlace place : places) {
            counts.merge(place.rest(), 1, Integer::sum);
            assertThat(files)
                    .anyMatch(file -> file.startsWith(place.before() + place.rest())
                            && file.endsWith(place.after())
                            && (place.after().isEmpty() || place.after().startsWith("\n")));
        }
        assertThat(counts.keySet()).containsExactly("12345", "2345", "345", "45", "ab", "xyz", "yz");
        assertThat(counts.values()).allMatch(count -> count > 700 && count < 1010); // 857 ± 5 standard deviations
        assertThat(CursorPlace.draw(files, 50, new SplittableRandom(5)))
                .isEqualTo(CursorPlace.draw(files, 50, new SplittableRandom(5)))
                .isNotEqualTo(CursorPlace.draw(files, 50, new SplittableRandom(6)));
    }

    @Test
    void filesWithoutSuchALineHaveNoPlaces() {
        assertThat(CursorPlace.draw(List.of("}\n\n}\n"), 3, new SplittableRandom(1)))
                .isEmpty();
        assertThat(CursorPlace.draw(List.of(), 3, new SplittableRandom(1))).isEmpty();
    }
}
