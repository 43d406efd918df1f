package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lab.CursorPlace.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CursorPlaceTest {
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

    /** Each place is where the letters of its kind begin. */
    @Test
    void kindIsThatOfTheTextBeforeTheCursor() {
        String file = "#define outside 1\nint outside(int outside)\n{\n\tstatement();\n\tint i = expression;\n"
                + "\tif (argument > 1.5)\n\t\tstatement->member.member();\n\tlist[argument] = f(\n\t\targument /* comment"
                + " */);\n\tputs(\"string\"); statement();\n\treturn expression; // comment\n}\noutside";
        Matcher kinds = Pattern.compile(String.join(
                        "|",
                        Stream.of(Kind.values())
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .toList()))
                .matcher(file);
        EnumSet<Kind> found = EnumSet.noneOf(Kind.class);
        while (kinds.find()) {
            Kind kind = CursorPlace.at(file, kinds.start()).kind();
            assertThat(kind.name()).as("at %s", kinds.start()).isEqualToIgnoringCase(kinds.group());
            found.add(kind);
        }
        assertThat(found).hasSize(Kind.values().length);
    }
}
