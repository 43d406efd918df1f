package charrnn.tools.serve.decode;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.sample.Constraint;
import charrnn.sample.FinishedText;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.SamplingOptions;
import charrnn.sample.Token;
import charrnn.tools.serve.decode.DecodingLoop.State;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import charrnn.tools.serve.decode.ScheduledText.TextClient;
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
    private static final String MODEL = "fake";
    private static final int ENDLESS = 1_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final HashModel model = new HashModel();
    private DecodingLoop loop = loop(2);

    private DecodingLoop loop(int streams) {
        return new DecodingLoop(List.of(MODEL), streams, 1, clock::get);
    }

    @AfterEach
    void close() throws InterruptedException {
        model.release();
        loop.stop(Duration.ZERO);
    }

    private void ready() {
        loop.adopt(MODEL, model);
    }

    private Optional<List<ScheduledText>> submit(GenerationRequest request, RecordingClient client) {
        Optional<List<ScheduledText>> texts =
                loop.submit(MODEL, vocabulary -> List.of(request), client, clock.get() + TIME.toNanos());
        texts.ifPresent(client::collect);
        return texts;
    }

    /** A client that collects one text. */
    private static final class RecordingClient implements TextClient {
        private final StringBuilder characters = new StringBuilder();
        private List<ScheduledText> texts = List.of();
        private boolean ended;

        synchronized void collect(List<ScheduledText> accepted) {
            texts = accepted;
        }

        @Override
        public synchronized void onProgress(boolean hasEnded) {
            if (ended) {
                throw new IllegalStateException("progress after the end");
            }
            ended = hasEnded;
            notifyAll();
        }

        synchronized String text() {
            texts.forEach(text ->
                    characters.append(Token.text(text.take(Integer.MAX_VALUE).tokens())));
            return characters.toString();
        }

        /** The outcome, if the client was notified of it. */
        synchronized Optional<Outcome> outcome() {
            return ended ? texts.get(0).outcome() : Optional.empty();
        }

        synchronized Outcome awaitEnd() throws InterruptedException {
            while (!ended) {
                wait();
            }
            return texts.get(0).outcome().orElseThrow();
        }
    }

    private static GenerationRequest request(String prompt, int length, long seed) {
        SamplingOptions options = new SamplingOptions(length, 1, 0, 1, seed, 1, "");
        return new GenerationRequest(
                prompt, false, length, Constraint.NONE, options.temperatureAndCuts(), options.random(0), List.of(), 0);
    }

    /** A request whose length, prompt, stop strings and sampling are drawn with a seed. */
    private static GenerationRequest random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String prompt = characters(random, random.nextInt(12));
        SamplingOptions options = new SamplingOptions(
                random.nextInt(30),
                random.nextInt(4) / 2.0,
                random.nextInt(5),
                1 - random.nextDouble() / 2,
                seed,
                1,
                "");
        List<String> stops = random.nextInt(3) > 0 ? List.of() : List.of(characters(random, 2), characters(random, 3));
        boolean echo = random.nextBoolean();
        LogitsProcessor processor =
                random.nextBoolean() ? LogitsProcessor.NONE : LogitsProcessor.occurrencePenalty(1, 0.5);
        return new GenerationRequest(
                prompt,
                echo,
                options.length(),
                Constraint.NONE,
                processor.then(options.temperatureAndCuts()),
                options.random(0),
                stops,
                0);
    }

    private static String characters(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(HashModel.CHARACTERS.charAt(random.nextInt(HashModel.CHARACTERS.length())));
        }
        return text.toString();
    }

    /** The text that a model without other streams generates, a space and its outcome. */
    private static String alone(GenerationRequest request) {
        FinishedText finished = FinishedText.of(new HashModel(), request);
        return finished.text() + " " + (finished.reason() == FinishReason.LENGTH ? Outcome.LENGTH : Outcome.STOP);
    }

    /** Of up to 32 texts at a time, some are cancelled. */
    @Test
    void textsThatJoinLaterEqualThoseGeneratedAlone() throws InterruptedException {
        close();
        loop = loop(32);
        ready();
        List<RecordingClient> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            RecordingClient client = new RecordingClient();
            Optional<List<ScheduledText>> texts = Optional.empty();
            while (texts.isEmpty()) {
                texts = submit(random(i), client);
            }
            if (i % 4 == 0) {
                loop.cancel(texts.get());
            }
            all.add(client);
        }
        for (int i = 0; i < all.size(); i++) {
            if (i % 4 > 0) {
                Outcome outcome = all.get(i).awaitEnd();
                assertThat(all.get(i).text() + " " + outcome).isEqualTo(alone(random(i)));
            }
        }
    }

    /** Cancels a thousand texts, some while their prompt is read. */
    @Test
    void cancellingFreesThePlaceWithinAStep() throws InterruptedException {
        model.hold();
        ready();
        RecordingClient stays = new RecordingClient();
        submit(request("a", ENDLESS, 1), stays);
        model.go(1);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 1000; i++) {
            RecordingClient client = new RecordingClient();
            boolean inPrompt = random.nextBoolean();
            String prompt = "ab".repeat(inPrompt ? 20 : 1);
            List<ScheduledText> cancelled =
                    submit(request(prompt, ENDLESS, i), client).orElseThrow();
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
            assertThat(submit(request("a", ENDLESS, 1), client)).isPresent();
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
        LogitsProcessor failing = (logProbabilities, generated) -> {
            throw new StackOverflowError("for a test");
        };
        RecordingClient failed = new RecordingClient();
        RecordingClient completed = new RecordingClient();
        try (ExpectedLog log = new ExpectedLog(ScheduledText.class, "a text failed")) {
            submit(
                    new GenerationRequest(
                            "a", false, 20, Constraint.NONE, failing, new SplittableRandom(1), List.of(), 0),
                    failed);
            submit(request("a", 20, 7), completed);
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
        submit(request("a", 2000, 1), client);
        loop.stop(TIME);
        assertThat(client.outcome()).contains(Outcome.LENGTH);
        assertThat(loop.state()).isEqualTo(State.STOPPING);
        assertThat(submit(request("a", 5, 1), new RecordingClient())).isEmpty();
    }
}
