package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.message.UserError;
import charrnn.sample.Constraint;
import charrnn.sample.FakeLanguageModel;
import charrnn.sample.SamplingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class BodyWriterTest {
    private final List<String> notes = new ArrayList<>();

    private static CompilePlace place(String before, String body) {
        return new CompilePlace(Path.of("a.c"), before, 0, body);
    }

    private List<String> write(FakeLanguageModel model, int length, CompilePlace... places) {
        return write(model, length, (prime, most) -> Constraint.NONE, places);
    }

    private List<String> write(
            FakeLanguageModel model,
            int length,
            BiFunction<String, Integer, Constraint> constraints,
            CompilePlace... places) {
        SamplingOptions options = new SamplingOptions(length, 1, 0, 1, 7, 1, "");
        return new BodyWriter(model, options, constraints).write(List.of(places), notes, (done, all) -> {});
    }

    @Test
    void theNetworkContinuesTheTextBefore() {
        List<String> bodies = write(FakeLanguageModel.reciting("abc"), 4, place("a", "x"), place("ab", "y"));
        assertThat(bodies).containsExactly("bcab", "cabc");
    }

    @Test
    void eachPlaceHasASeedOfItsOwn() {
        FakeLanguageModel model = FakeLanguageModel.constant("ab", 0, 0.25, 0.75);
        List<String> bodies = write(model, 30, place("a", "x"), place("a", "x"));
        assertThat(bodies).doesNotHaveDuplicates();
        assertThat(write(model, 30, place("a", "x"), place("a", "x"))).isEqualTo(bodies);
    }

    @Test
    void constraintsReadTheWholeTextBefore() {
        String before = "a".repeat(10_000);
        List<String> read = new ArrayList<>();
        BiFunction<String, Integer, Constraint> recording = (prime, length) -> {
            read.add(prime);
            throw new UserError("no");
        };
        List<String> bodies = write(FakeLanguageModel.reciting("ab"), 3, recording, place(before, "b"));
        assertThat(read).containsExactly(before);
        assertThat(bodies).containsExactly("");
        assertThat(notes).containsExactly("1 place without a written body: no");
    }
}
