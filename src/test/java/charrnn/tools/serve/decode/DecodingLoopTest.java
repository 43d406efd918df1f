package charrnn.tools.serve.decode;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.UserError;
import charrnn.sample.GenerationRequest;
import charrnn.tools.serve.decode.DecodingLoop.State;
import charrnn.tools.serve.decode.DecodingLoop.Submission;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DecodingLoopTest {
    private static final Duration TIME = Duration.ofSeconds(100);
    private static final int ENDLESS = 1_000_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong clock = new AtomicLong();
    private final FakeModel model = new FakeModel();
    private DecodingLoop loop = new DecodingLoop(List.of(Requests.MODEL), 2, 1, clock::get, meters);

    @AfterEach
    void close() throws InterruptedException {
        model.release();
        loop.close();
    }

    private void ready() {
        loop.adopt(Requests.MODEL, model);
    }

    private Optional<Runnable> submit(GenerationRequest request, RecordingListener listener) {
        return loop.submit(List.of(new Submission(Requests.MODEL, request, listener)), TIME);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    @Test
    void textsThatJoinLaterEqualThoseGeneratedAlone() throws InterruptedException {
        ready();
        List<RecordingListener> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RecordingListener listener = new RecordingListener();
            while (submit(Requests.random(i, FakeModel.CHARACTERS), listener).isEmpty()) {
                Thread.onSpinWait();
            }
            all.add(listener);
        }
        for (int i = 0; i < all.size(); i++) {
            Outcome outcome = all.get(i).awaitEnd();
            assertThat(all.get(i).text() + " " + outcome)
                    .isEqualTo(Requests.alone(Requests.random(i, FakeModel.CHARACTERS), new FakeModel()));
        }
    }

    @Test
    void requestsWithoutRoomForAllTextsAreRefused() throws InterruptedException {
        model.hold();
        ready();
        GenerationRequest request = Requests.of("a", 5, 1);
        Submission one = new Submission(Requests.MODEL, request, new RecordingListener());
        assertThat(loop.submit(List.of(one, one, one, one), TIME)).isEmpty();
        assertThat(submit(request, new RecordingListener())).isPresent();
        assertThat(submit(request, new RecordingListener())).isPresent();
        assertThat(loop.submit(List.of(one, one), TIME)).isEmpty();
        assertThat(submit(request, new RecordingListener())).isPresent();
        assertThat(submit(request, new RecordingListener())).isEmpty();
    }

    @Test
    void cancelledTextsLeaveTheQueueAtOnce() throws InterruptedException {
        model.hold();
        ready();
        submit(Requests.of("a", 5, 1), new RecordingListener());
        submit(Requests.of("a", 5, 1), new RecordingListener());
        model.go(1);
        model.awaitHeld();
        Runnable cancellation =
                submit(Requests.of("a", 5, 1), new RecordingListener()).orElseThrow();
        assertThat(gauge("charrnn.queue")).isEqualTo(1);
        cancellation.run();
        assertThat(gauge("charrnn.queue")).isZero();
        assertThat(submit(Requests.of("a", 5, 1), new RecordingListener())).isPresent();
    }

    /** Cancels a thousand texts, some while their prompt is read. */
    @Test
    void cancellingFreesThePlaceWithinAStep() throws InterruptedException {
        model.hold();
        ready();
        RecordingListener stays = new RecordingListener();
        submit(Requests.of("a", ENDLESS, 1), stays);
        model.go(1);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 1000; i++) {
            RecordingListener listener = new RecordingListener();
            boolean inPrompt = random.nextBoolean();
            String prompt = "ab".repeat(inPrompt ? 20 : 1);
            Runnable cancellation =
                    submit(Requests.of(prompt, ENDLESS, i), listener).orElseThrow();
            model.go(4 + random.nextInt(8));
            assertThat(listener.text().isEmpty()).isEqualTo(inPrompt);
            assertThat(model.size()).isEqualTo(2);
            cancellation.run();
            model.go(2);
            assertThat(model.size()).isEqualTo(1);
            assertThat(gauge("charrnn.streams")).isEqualTo(1);
            assertThat(listener.outcome()).isEmpty();
        }
    }

    @Test
    void textsEndAtTheirDeadline() throws InterruptedException {
        model.hold();
        ready();
        List<RecordingListener> all =
                List.of(new RecordingListener(), new RecordingListener(), new RecordingListener());
        for (RecordingListener listener : all) {
            assertThat(submit(Requests.of("a", ENDLESS, 1), listener)).isPresent();
        }
        model.go(5);
        clock.addAndGet(TIME.toNanos() - 1);
        model.go(5);
        assertThat(all).allMatch(listener -> listener.outcome().isEmpty());
        clock.addAndGet(1);
        model.release();
        for (RecordingListener listener : all) {
            assertThat(listener.awaitEnd()).isEqualTo(Outcome.TIMEOUT);
        }
        assertThat(all.get(0).text()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(all.get(2).text()).isEmpty();
    }

    @Test
    void errorsOfTheThreadEndAllTextsAndMakeTheStateDead() throws InterruptedException {
        model.hold();
        ready();
        List<RecordingListener> all =
                List.of(new RecordingListener(), new RecordingListener(), new RecordingListener());
        all.forEach(listener -> submit(Requests.of("a", ENDLESS, 1), listener));
        assertThat(loop.state()).isEqualTo(State.READY);
        model.fail(new StackOverflowError("for a test"));
        for (RecordingListener listener : all) {
            assertThat(listener.awaitEnd()).isEqualTo(Outcome.FAILED);
        }
        while (loop.state() != State.DEAD) {
            Thread.onSpinWait();
        }
        assertThat(submit(Requests.of("a", 5, 1), new RecordingListener())).isEmpty();
    }

    @Test
    void failuresOfATextDoNotEndOthers() throws InterruptedException {
        ready();
        GenerationRequest working = Requests.of("a", 20, 7);
        GenerationRequest failing = new GenerationRequest(
                "a",
                false,
                20,
                Requests.noProcessor(),
                (logProbabilities, random) -> {
                    throw new IllegalStateException("nothing to pick");
                },
                new SplittableRandom(1),
                List.of(),
                0);
        RecordingListener failed = new RecordingListener();
        RecordingListener completed = new RecordingListener();
        loop.submit(
                List.of(
                        new Submission(Requests.MODEL, working, completed),
                        new Submission(Requests.MODEL, failing, failed)),
                TIME);
        assertThat(failed.awaitEnd()).isEqualTo(Outcome.FAILED);
        assertThat(completed.awaitEnd()).isEqualTo(Outcome.LENGTH);
        assertThat(loop.state()).isEqualTo(State.READY);
    }

    /** A network that was loaded while the text waited may lack characters that its constraint needs. */
    @Test
    void textsThatCannotBeginDoNotEndOthers() throws InterruptedException {
        ready();
        GenerationRequest working = Requests.of("a", 20, 7);
        GenerationRequest failing = new GenerationRequest(
                "a",
                false,
                20,
                vocabulary -> {
                    throw new UserError("it lacks a brace");
                },
                working.sampler(),
                new SplittableRandom(1),
                List.of(),
                0);
        RecordingListener failed = new RecordingListener();
        RecordingListener completed = new RecordingListener();
        loop.submit(
                List.of(
                        new Submission(Requests.MODEL, failing, failed),
                        new Submission(Requests.MODEL, working, completed)),
                TIME);
        assertThat(failed.awaitEnd()).isEqualTo(Outcome.FAILED);
        assertThat(completed.awaitEnd()).isEqualTo(Outcome.LENGTH);
        while (gauge("charrnn.streams") > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void stateIsLoadingUntilANetworkIsAdopted() {
        assertThat(loop.state()).isEqualTo(State.LOADING);
        assertThat(submit(Requests.of("a", 5, 1), new RecordingListener())).isEmpty();
        ready();
        assertThat(loop.state()).isEqualTo(State.READY);
    }

    @Test
    void textsAreCompletedByTheNetworkThatBeganThem() throws InterruptedException {
        model.hold();
        ready();
        RecordingListener before = new RecordingListener();
        submit(Requests.of("ab", 50, 3), before);
        model.go(10);
        FakeModel next = new FakeModel(99, false);
        loop.adopt(Requests.MODEL, next);
        RecordingListener after = new RecordingListener();
        submit(Requests.of("ab", 20, 3), after);
        model.release();
        assertThat(after.awaitEnd()).isEqualTo(Outcome.LENGTH);
        assertThat(after.text() + " LENGTH").isNotEqualTo(Requests.alone(Requests.of("ab", 20, 3), new FakeModel()));
        assertThat(after.text() + " LENGTH")
                .isEqualTo(Requests.alone(Requests.of("ab", 20, 3), new FakeModel(99, false)));
        assertThat(before.awaitEnd()).isEqualTo(Outcome.LENGTH);
        assertThat(before.text() + " LENGTH").isEqualTo(Requests.alone(Requests.of("ab", 50, 3), new FakeModel()));
        while (loop.networks(Requests.MODEL) > 1) {
            Thread.onSpinWait();
        }
    }

    @Test
    void waitingTextsGetThePlacesOfTextsWithSlowClients() throws InterruptedException {
        model.hold();
        ready();
        List<RecordingListener> unread =
                List.of(new RecordingListener().behind(true), new RecordingListener().behind(true));
        unread.forEach(listener -> submit(Requests.of("ab", 100, 3), listener));
        model.go(10);
        int written = unread.get(0).text().length();
        RecordingListener read = new RecordingListener();
        submit(Requests.of("a", 5, 1), read);
        model.go(7);
        assertThat(read.outcome()).contains(Outcome.LENGTH);
        assertThat(unread).allMatch(listener -> listener.outcome().isEmpty());
        assertThat(unread).anyMatch(listener -> listener.text().length() <= written + 2);
        model.release();
        for (RecordingListener listener : unread) {
            assertThat(listener.awaitEnd()).isEqualTo(Outcome.LENGTH);
            assertThat(listener.text() + " LENGTH")
                    .isEqualTo(Requests.alone(Requests.of("ab", 100, 3), new FakeModel()));
        }
    }

    /** Parked texts take precedence over waiting ones. */
    @Test
    void parkedTextsResumeWhenTheirClientHasCaughtUp() throws InterruptedException {
        loop.close();
        loop = new DecodingLoop(List.of(Requests.MODEL), 1, 2, clock::get, new SimpleMeterRegistry());
        model.hold();
        ready();
        RecordingListener slow = new RecordingListener().behind(true);
        submit(Requests.of("a", 50, 1), slow);
        model.go(10);
        RecordingListener first = new RecordingListener();
        submit(Requests.of("a", 20, 2), first);
        submit(Requests.of("a", ENDLESS, 3), new RecordingListener());
        model.go(5);
        assertThat(slow.text()).hasSizeLessThan(12);
        slow.behind(false);
        model.go(70);
        assertThat(first.outcome()).contains(Outcome.LENGTH);
        assertThat(slow.outcome()).contains(Outcome.LENGTH);
    }

    @Test
    void textsWithSlowClientsEndIfTooManyAreParked() throws InterruptedException {
        loop.close();
        loop = new DecodingLoop(List.of(Requests.MODEL), 1, 1, clock::get, new SimpleMeterRegistry());
        model.hold();
        ready();
        List<RecordingListener> unread =
                List.of(new RecordingListener().behind(true), new RecordingListener().behind(true));
        for (RecordingListener listener : unread) {
            submit(Requests.of("a", ENDLESS, 1), listener);
            model.go(3);
        }
        RecordingListener read = new RecordingListener();
        submit(Requests.of("a", 5, 1), read);
        model.release();
        assertThat(read.awaitEnd()).isEqualTo(Outcome.LENGTH);
        assertThat(unread.get(1).awaitEnd()).isEqualTo(Outcome.UNREAD);
        assertThat(unread.get(0).outcome()).isEmpty();
    }

    @Test
    void cancellingEndsParkedTexts() throws InterruptedException {
        model.hold();
        ready();
        Runnable cancellation = loop.submit(
                        List.of(
                                new Submission(
                                        Requests.MODEL,
                                        Requests.of("a", ENDLESS, 1),
                                        new RecordingListener().behind(true)),
                                new Submission(
                                        Requests.MODEL,
                                        Requests.of("a", ENDLESS, 2),
                                        new RecordingListener().behind(true))),
                        TIME)
                .orElseThrow();
        model.go(3);
        submit(Requests.of("a", ENDLESS, 1), new RecordingListener());
        model.go(3);
        assertThat(List.of(gauge("charrnn.parked"), gauge("charrnn.streams"))).containsExactly(1.0, 2.0);
        cancellation.run();
        model.go(3);
        assertThat(List.of(gauge("charrnn.parked"), gauge("charrnn.streams"))).containsExactly(0.0, 1.0);
        assertThat(model.size()).isEqualTo(1);
    }

    @Test
    void stoppingCompletesTexts() throws InterruptedException {
        ready();
        RecordingListener listener = new RecordingListener();
        submit(Requests.of("a", 2000, 1), listener);
        loop.stop(TIME);
        assertThat(listener.outcome()).contains(Outcome.LENGTH);
        assertThat(loop.state()).isEqualTo(State.STOPPING);
        assertThat(submit(Requests.of("a", 5, 1), new RecordingListener())).isEmpty();
    }

    @Test
    void stoppingEndsTextsAfterTheTime() throws InterruptedException {
        ready();
        RecordingListener listener = new RecordingListener();
        submit(Requests.of("a", ENDLESS, 1), listener);
        listener.awaitCharacters(1);
        loop.stop(Duration.ofMillis(1));
        assertThat(listener.outcome()).contains(Outcome.STOPPED);
    }
}
