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
    private DecodingLoop loop = new DecodingLoop(List.of(Orders.MODEL), 2, 1, clock::get, meters);

    @AfterEach
    void close() throws InterruptedException {
        model.release();
        loop.close();
    }

    private void ready() {
        loop.adopt(Orders.MODEL, model);
    }

    private Optional<RequestHandle> submit(GenerationRequest order, Heard heard) {
        return loop.submit(List.of(new Submission(Orders.MODEL, order, heard)), TIME);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    @Test
    void textsThatJoinLaterAreWhatTheyAreAlone() throws InterruptedException {
        ready();
        List<Heard> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Heard heard = new Heard();
            while (submit(Orders.random(i, FakeModel.CHARACTERS), heard).isEmpty()) {
                Thread.onSpinWait();
            }
            all.add(heard);
        }
        for (int i = 0; i < all.size(); i++) {
            Outcome finish = all.get(i).awaitEnd();
            assertThat(all.get(i).text() + " " + finish)
                    .isEqualTo(Orders.alone(Orders.random(i, FakeModel.CHARACTERS), new FakeModel()));
        }
    }

    @Test
    void whatFindsNoRoomIsRefusedAsAWhole() throws InterruptedException {
        model.hold();
        ready();
        GenerationRequest order = Orders.of("a", 5, 1);
        Submission one = new Submission(Orders.MODEL, order, new Heard());
        assertThat(loop.submit(List.of(one, one, one, one), TIME)).isEmpty();
        assertThat(submit(order, new Heard())).isPresent();
        assertThat(submit(order, new Heard())).isPresent();
        assertThat(loop.submit(List.of(one, one), TIME)).isEmpty();
        assertThat(submit(order, new Heard())).isPresent();
        assertThat(submit(order, new Heard())).isEmpty();
    }

    @Test
    void whoeverHangsUpInTheQueueLeavesItAtOnce() throws InterruptedException {
        model.hold();
        ready();
        submit(Orders.of("a", 5, 1), new Heard());
        submit(Orders.of("a", 5, 1), new Heard());
        model.go(1);
        model.awaitHeld();
        RequestHandle waits = submit(Orders.of("a", 5, 1), new Heard()).orElseThrow();
        assertThat(gauge("charrnn.queue")).isEqualTo(1);
        waits.cancel();
        assertThat(gauge("charrnn.queue")).isZero();
        assertThat(submit(Orders.of("a", 5, 1), new Heard())).isPresent();
    }

    /** The step under way, if there is one, is completed; in the next one the place is another's or nobody's. */
    @Test
    void aThousandHangUpsInThePromptAndInTheTextFreeTheirPlacesWithinAStep() throws InterruptedException {
        model.hold();
        ready();
        Heard stays = new Heard();
        submit(Orders.of("a", ENDLESS, 1), stays);
        model.go(1);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 1000; i++) {
            Heard heard = new Heard();
            boolean inPrompt = random.nextBoolean();
            String prompt = "ab".repeat(inPrompt ? 20 : 1);
            RequestHandle ticket = submit(Orders.of(prompt, ENDLESS, i), heard).orElseThrow();
            model.go(4 + random.nextInt(8));
            assertThat(heard.text().isEmpty()).isEqualTo(inPrompt);
            assertThat(model.size()).isEqualTo(2);
            ticket.cancel();
            model.go(2);
            assertThat(model.size()).isEqualTo(1);
            assertThat(gauge("charrnn.streams")).isEqualTo(1);
            assertThat(heard.finish()).isEmpty();
        }
    }

    @Test
    void textsEndWhenTheirTimeIsOver() throws InterruptedException {
        model.hold();
        ready();
        List<Heard> all = List.of(new Heard(), new Heard(), new Heard());
        for (Heard heard : all) {
            assertThat(submit(Orders.of("a", ENDLESS, 1), heard)).isPresent();
        }
        model.go(5);
        clock.addAndGet(TIME.toNanos() - 1);
        model.go(5);
        assertThat(all).allMatch(heard -> heard.finish().isEmpty());
        clock.addAndGet(1);
        model.release();
        for (Heard heard : all) {
            assertThat(heard.awaitEnd()).isEqualTo(Outcome.TIMEOUT);
        }
        assertThat(all.get(0).text()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(all.get(2).text()).isEmpty();
    }

    @Test
    void aThreadThatDiesEndsAllTextsAndSaysSo() throws InterruptedException {
        model.hold();
        ready();
        List<Heard> all = List.of(new Heard(), new Heard(), new Heard());
        all.forEach(heard -> submit(Orders.of("a", ENDLESS, 1), heard));
        assertThat(loop.state()).isEqualTo(State.READY);
        model.fail(new StackOverflowError("as natives may"));
        for (Heard heard : all) {
            assertThat(heard.awaitEnd()).isEqualTo(Outcome.FAILED);
        }
        while (loop.state() != State.DEAD) {
            Thread.onSpinWait();
        }
        assertThat(submit(Orders.of("a", 5, 1), new Heard())).isEmpty();
    }

    @Test
    void aTextThatFailsEndsAlone() throws InterruptedException {
        ready();
        GenerationRequest sound = Orders.of("a", 20, 7);
        GenerationRequest spoilt = new GenerationRequest(
                "a",
                false,
                20,
                Orders.unsteered(),
                (logProbabilities, random) -> {
                    throw new IllegalStateException("nothing to pick");
                },
                new SplittableRandom(1),
                List.of(),
                0);
        Heard fails = new Heard();
        Heard goesOn = new Heard();
        loop.submit(
                List.of(new Submission(Orders.MODEL, sound, goesOn), new Submission(Orders.MODEL, spoilt, fails)),
                TIME);
        assertThat(fails.awaitEnd()).isEqualTo(Outcome.FAILED);
        assertThat(goesOn.awaitEnd()).isEqualTo(Outcome.LENGTH);
        assertThat(loop.state()).isEqualTo(State.READY);
    }

    /** As where it waited, and the network that was loaded meanwhile cannot write what is asked for. */
    @Test
    void aTextThatCannotBeginEndsAlone() throws InterruptedException {
        ready();
        GenerationRequest sound = Orders.of("a", 20, 7);
        GenerationRequest spoilt = new GenerationRequest(
                "a",
                false,
                20,
                vocabulary -> {
                    throw new UserError("it lacks a brace");
                },
                sound.sampler(),
                new SplittableRandom(1),
                List.of(),
                0);
        Heard fails = new Heard();
        Heard goesOn = new Heard();
        loop.submit(
                List.of(new Submission(Orders.MODEL, spoilt, fails), new Submission(Orders.MODEL, sound, goesOn)),
                TIME);
        assertThat(fails.awaitEnd()).isEqualTo(Outcome.FAILED);
        assertThat(goesOn.awaitEnd()).isEqualTo(Outcome.LENGTH);
        while (gauge("charrnn.streams") > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void loadingUntilThereIsANetwork() {
        assertThat(loop.state()).isEqualTo(State.LOADING);
        assertThat(submit(Orders.of("a", 5, 1), new Heard())).isEmpty();
        ready();
        assertThat(loop.state()).isEqualTo(State.READY);
    }

    @Test
    void aTextIsCompletedByTheNetworkThatBeganIt() throws InterruptedException {
        model.hold();
        ready();
        Heard before = new Heard();
        submit(Orders.of("ab", 50, 3), before);
        model.go(10);
        FakeModel next = new FakeModel(99, false);
        loop.adopt(Orders.MODEL, next);
        Heard after = new Heard();
        submit(Orders.of("ab", 20, 3), after);
        model.release();
        assertThat(after.awaitEnd()).isEqualTo(Outcome.LENGTH);
        assertThat(after.text() + " LENGTH").isNotEqualTo(Orders.alone(Orders.of("ab", 20, 3), new FakeModel()));
        assertThat(after.text() + " LENGTH").isEqualTo(Orders.alone(Orders.of("ab", 20, 3), new FakeModel(99, false)));
        assertThat(before.awaitEnd()).isEqualTo(Outcome.LENGTH);
        assertThat(before.text() + " LENGTH").isEqualTo(Orders.alone(Orders.of("ab", 50, 3), new FakeModel()));
        while (loop.networks(Orders.MODEL) > 1) {
            Thread.onSpinWait();
        }
    }

    @Test
    void waitingTextsGetThePlacesOfTextsWhoseReadersAreBehind() throws InterruptedException {
        model.hold();
        ready();
        List<Heard> unread = List.of(new Heard().behind(true), new Heard().behind(true));
        unread.forEach(heard -> submit(Orders.of("ab", 100, 3), heard));
        model.go(10);
        int written = unread.get(0).text().length();
        Heard read = new Heard();
        submit(Orders.of("a", 5, 1), read);
        model.go(7);
        assertThat(read.finish()).contains(Outcome.LENGTH);
        assertThat(unread).allMatch(heard -> heard.finish().isEmpty());
        assertThat(unread).anyMatch(heard -> heard.text().length() <= written + 2);
        model.release();
        for (Heard heard : unread) {
            assertThat(heard.awaitEnd()).isEqualTo(Outcome.LENGTH);
            assertThat(heard.text() + " LENGTH").isEqualTo(Orders.alone(Orders.of("ab", 100, 3), new FakeModel()));
        }
    }

    /** The text resumes before waiting texts. */
    @Test
    void aParkedTextGoesOnWhenItsReaderHasCaughtUp() throws InterruptedException {
        loop.close();
        loop = new DecodingLoop(List.of(Orders.MODEL), 1, 2, clock::get, new SimpleMeterRegistry());
        model.hold();
        ready();
        Heard slow = new Heard().behind(true);
        submit(Orders.of("a", 50, 1), slow);
        model.go(10);
        Heard first = new Heard();
        submit(Orders.of("a", 20, 2), first);
        submit(Orders.of("a", ENDLESS, 3), new Heard());
        model.go(5);
        assertThat(slow.text()).hasSizeLessThan(12);
        slow.behind(false);
        model.go(70);
        assertThat(first.finish()).contains(Outcome.LENGTH);
        assertThat(slow.finish()).contains(Outcome.LENGTH);
    }

    @Test
    void aTextThatCannotBeParkedEnds() throws InterruptedException {
        loop.close();
        loop = new DecodingLoop(List.of(Orders.MODEL), 1, 1, clock::get, new SimpleMeterRegistry());
        model.hold();
        ready();
        List<Heard> unread = List.of(new Heard().behind(true), new Heard().behind(true));
        for (Heard heard : unread) {
            submit(Orders.of("a", ENDLESS, 1), heard);
            model.go(3);
        }
        Heard read = new Heard();
        submit(Orders.of("a", 5, 1), read);
        model.release();
        assertThat(read.awaitEnd()).isEqualTo(Outcome.LENGTH);
        assertThat(unread.get(1).awaitEnd()).isEqualTo(Outcome.UNREAD);
        assertThat(unread.get(0).finish()).isEmpty();
    }

    @Test
    void aHangUpEndsAParkedText() throws InterruptedException {
        model.hold();
        ready();
        RequestHandle unread = loop.submit(
                        List.of(
                                new Submission(Orders.MODEL, Orders.of("a", ENDLESS, 1), new Heard().behind(true)),
                                new Submission(Orders.MODEL, Orders.of("a", ENDLESS, 2), new Heard().behind(true))),
                        TIME)
                .orElseThrow();
        model.go(3);
        submit(Orders.of("a", ENDLESS, 1), new Heard());
        model.go(3);
        assertThat(List.of(gauge("charrnn.parked"), gauge("charrnn.streams"))).containsExactly(1.0, 2.0);
        unread.cancel();
        model.go(3);
        assertThat(List.of(gauge("charrnn.parked"), gauge("charrnn.streams"))).containsExactly(0.0, 1.0);
        assertThat(model.size()).isEqualTo(1);
    }

    @Test
    void stoppingLetsTextsBeCompleted() throws InterruptedException {
        ready();
        Heard heard = new Heard();
        submit(Orders.of("a", 2000, 1), heard);
        loop.stop(TIME);
        assertThat(heard.finish()).contains(Outcome.LENGTH);
        assertThat(loop.state()).isEqualTo(State.STOPPING);
        assertThat(submit(Orders.of("a", 5, 1), new Heard())).isEmpty();
    }

    @Test
    void stoppingEndsTextsThatTakeTooLong() throws InterruptedException {
        ready();
        Heard heard = new Heard();
        submit(Orders.of("a", ENDLESS, 1), heard);
        heard.awaitCharacters(1);
        loop.stop(Duration.ofMillis(1));
        assertThat(heard.finish()).contains(Outcome.STOPPED);
    }
}
