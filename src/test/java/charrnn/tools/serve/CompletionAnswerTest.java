package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.sample.Token;
import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.FakeModel;
import charrnn.tools.serve.decode.ScheduledText;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers whose texts end at various moments; the test ends them in place of the decoding loop. */
class CompletionAnswerTest {
    private final FakeModel model = new FakeModel();
    private final DecodingLoop loop = new DecodingLoop(List.of(Served.MODEL), 2, 0, System::nanoTime);

    /** The loop makes no step: the tests end the texts themselves. */
    @BeforeEach
    void hold() {
        model.hold();
        loop.adopt(Served.MODEL, model);
    }

    @AfterEach
    void stop() throws InterruptedException {
        model.release();
        loop.stop(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"false, LENGTH", "true, LENGTH", "false, FAILED", "true, FAILED", "false, STOPPED", "true, TIMEOUT"})
    void answersEndOnce(boolean stream, Outcome outcome) {
        CompletionAnswer answer = answer(stream);
        EmbeddedChannel channel = (EmbeddedChannel) answer.channel;
        answer.begin(Duration.ofSeconds(100));
        for (ScheduledText text : answer.texts) {
            text.end(outcome);
            channel.runPendingTasks();
        }
        answer.schedule();
        channel.runPendingTasks();
        assertThat(channel.isActive()).isTrue();
        assertThat(channel.outboundMessages().stream().filter(LastHttpContent.class::isInstance))
                .hasSize(1);
    }

    /** Here the texts end between the check for failures and the taking of characters. */
    @ParameterizedTest
    @CsvSource({"false, STOPPED", "true, STOPPED", "true, TIMEOUT", "true, FAILED"})
    void incompleteTextsAreNeverSentAsComplete(boolean stream, Outcome outcome) {
        CompletionAnswer answer = answer(stream);
        EmbeddedChannel channel = (EmbeddedChannel) answer.channel;
        answer.begin(Duration.ofSeconds(100));
        answer.texts.forEach(text -> text.accept(new Token('x', 0, List.of())));
        answer.texts.forEach(text -> text.end(outcome));
        answer.sendAvailable();
        assertThat(written(channel)).doesNotContain("finish_reason\":\"").doesNotContain("[DONE]");
        channel.runPendingTasks();
        assertThat(written(channel)).contains("{\"error\":");
    }

    @Test
    void answersTooLargeForTheHeapCloseTheConnection() {
        CompletionAnswer answer = answer(false);
        EmbeddedChannel channel = (EmbeddedChannel) answer.channel;
        answer.texts = new AbstractList<>() {
            @Override
            public ScheduledText get(int index) {
                throw new OutOfMemoryError("for a test");
            }

            @Override
            public int size() {
                return 2;
            }
        };
        answer.schedule();
        channel.runPendingTasks();
        assertThat(channel.isActive()).isFalse();
    }

    private static String written(EmbeddedChannel channel) {
        return channel.outboundMessages().stream()
                .filter(ByteBufHolder.class::isInstance)
                .map(message -> ((ByteBufHolder) message).content().toString(StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    private CompletionAnswer answer(boolean stream) {
        return new CompletionAnswer(
                new EmbeddedChannel(),
                Served.request("{\"prompt\": \"a\", \"n\": 2, \"max_tokens\": 5, \"stream\": " + stream + "}"),
                loop);
    }
}
