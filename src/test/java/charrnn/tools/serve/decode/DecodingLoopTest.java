package charrnn.tools.serve.decode;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.tools.serve.decode.DecodingLoop.State;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecodingLoopTest {
    private static final Duration TIME = Duration.ofSeconds(100);
    private static final int ENDLESS = 1_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final HashModel model = new HashModel();
    private final DecodingLoop loop = new DecodingLoop(List.of(Requests.MODEL), 2, 1, clock::get);

    @AfterEach
    void close() throws InterruptedException {
        model.release();
        loop.stop(Duration.ZERO);
    }

    private void ready() {
        loop.adopt(Requests.MODEL, model);
    }

    private Optional<List<ScheduledText>> submit(GenerationRequest request, RecordingClient client) {
        Optional<List<ScheduledText>> texts =
                loop.submit(Requests.MODEL, vocabulary -> List.of(request), client, clock.get() + TIME.toNanos());
        texts.ifPresent(client::collect);
        return texts;
    }

    @Test
    void textsThatJoinLaterEqualThoseGeneratedAlone() throws InterruptedException {
        ready();
        List<RecordingClient> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RecordingClient client = new RecordingClient();
            while (submit(Requests.random(i, HashModel.CHARACTERS), client).isEmpty()) {
                Thread.onSpinWait();
            }
            all.add(client);
        }
        for (int i = 0; i < all.size(); i++) {
            Outcome outcome = all.get(i).awaitEnd();
            assertThat(all.get(i).text() + " " + outcome)
                    .isEqualTo(Requests.alone(Requests.random(i, HashModel.CHARACTERS), new HashModel()));
        }
    }

    /** Cancels a thousand texts, some while their prompt is read. */
    @Test
    void cancellingFreesThePlaceWithinAStep() throws InterruptedException {
        model.hold();
        ready();
        RecordingClient stays = new RecordingClient();
        submit(Requests.of("a", ENDLESS, 1), stays);
        model.go(1);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 1000; i++) {
            RecordingClient client = new RecordingClient();
            boolean inPrompt = random.nextBoolean();
            String prompt = "ab".repeat(inPrompt ? 20 : 1);
            List<ScheduledText> cancelled =
                    submit(Requests.of(prompt, ENDLESS, i), client).orElseThrow();
            model.go(4 + random.nextInt(8));
            assertThat(client.text().isEmpty()).isEqualTo(inPrompt);
            assertThat(model.size()).isEqualTo(2);
            loop.cancel(cancelled);
            model.go(2);
            assertThat(model.size()).isEqualTo(1);
            assertThat(loop.running()).isEqualTo(1);
            assertThat(client.outcome()).isEmpty();
        }
    }

    @Test
    void textsEndAtTheirDeadline() throws InterruptedException {
        model.hold();
        ready();
        List<RecordingClient> all = List.of(new RecordingClient(), new RecordingClient(), new RecordingClient());
        for (RecordingClient client : all) {
            assertThat(submit(Requests.of("a", ENDLESS, 1), client)).isPresent();
        }
        model.go(5);
        clock.addAndGet(TIME.toNanos() - 1);
        model.go(5);
        assertThat(all).allMatch(client -> client.outcome().isEmpty());
        clock.addAndGet(1);
        model.release();
        for (RecordingClient client : all) {
            assertThat(client.awaitEnd()).isEqualTo(Outcome.TIMEOUT);
        }
        assertThat(all.get(0).text()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(all.get(2).text()).isEmpty();
    }

    @Test
    void failuresOfATextDoNotEndOthers() throws InterruptedException {
        ready();
        LogitsProcessor failing = logProbabilities -> {
            throw new IllegalStateException("nothing to pick");
        };
        RecordingClient failed = new RecordingClient();
        RecordingClient completed = new RecordingClient();
        try (ExpectedLog log = new ExpectedLog(ScheduledText.class, "a text failed")) {
            submit(new GenerationRequest("a", false, 20, failing, new SplittableRandom(1), List.of(), 0), failed);
            submit(Requests.of("a", 20, 7), completed);
            assertThat(failed.awaitEnd()).isEqualTo(Outcome.FAILED);
            assertThat(completed.awaitEnd()).isEqualTo(Outcome.LENGTH);
        }
        assertThat(loop.state()).isEqualTo(State.READY);
        while (loop.running() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void stoppingCompletesTexts() throws InterruptedException {
        ready();
        RecordingClient client = new RecordingClient();
        submit(Requests.of("a", 2000, 1), client);
        loop.stop(TIME);
        assertThat(client.outcome()).contains(Outcome.LENGTH);
        assertThat(loop.state()).isEqualTo(State.STOPPING);
        assertThat(submit(Requests.of("a", 5, 1), new RecordingClient())).isEmpty();
    }
}
