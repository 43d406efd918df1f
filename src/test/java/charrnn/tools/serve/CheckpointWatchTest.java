package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.UserError;
import charrnn.sample.SamplingOptions;
import charrnn.tools.serve.decode.FakeModel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the watch with files that hold, in place of a checkpoint, the salt of a fake model. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckpointWatchTest {
    @TempDir
    private Path folder;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<FakeModel> models = new CopyOnWriteArrayList<>();
    private final Served served = new Served(Served.LIMITS, Optional.empty());
    private Path file;
    private CheckpointWatch watch;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("best.zip");
        replace("1");
        watch = new CheckpointWatch(Map.of(Served.MODEL, file), this::read, served.server(), messages::add);
    }

    @AfterEach
    void close() {
        watch.close();
        models.forEach(FakeModel::release);
        served.close();
    }

    /** Replaces the file by a renamed one, as a training does. */
    private void replace(String content) throws Exception {
        Path temporary = Files.writeString(folder.resolve("temporary"), content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Server.Network read(Path path) {
        try {
            if (Files.readString(path).equals("huge")) {
                throw new OutOfMemoryError("for a test");
            }
            FakeModel model = new FakeModel(Long.parseLong(Files.readString(path)), false);
            models.add(model);
            return Served.network(model);
        } catch (NumberFormatException e) {
            throw new UserError(path + " is no checkpoint");
        } catch (java.io.IOException e) {
            throw new UserError("There is no checkpoint " + path);
        }
    }

    private static String text(long salt, int length) {
        return Served.written(new FakeModel(salt, false), "a", new SamplingOptions(length, 0.7, 0, 1, 5, 1, ""), 0);
    }

    private String served(int length) throws Exception {
        return served.complete("{\"prompt\": \"a\", \"seed\": 5, \"max_tokens\": " + length + "}")
                .at("/choices/0/text")
                .asText();
    }

    @Test
    void changedCheckpointsAreLoadedAndRunningStreamsKeepTheirNetwork() throws Exception {
        watch.start();
        assertThat(served(30)).isEqualTo(text(1, 30));
        models.get(0).hold();
        Socket stream = served.send(
                Served.rawCompletion("{\"prompt\": \"a\", \"seed\": 5, \"max_tokens\": 5000, \"stream\": true}"));
        served.awaitMetric("charrnn_streams", 1);
        replace("2");
        while (messages.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(messages).containsExactly(file + " has changed: new texts are written by the new network");
        models.get(0).release();
        assertThat(served(30)).isEqualTo(text(2, 30));
        StringBuilder written = new StringBuilder();
        new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .takeWhile(line -> {
                    written.append(line.replaceFirst("^.*\"text\":\"", "").replaceFirst("\",\"index.*$", ""));
                    return !line.contains("\"finish_reason\":\"length\"");
                })
                .forEach(line -> {});
        stream.close();
        assertThat(written.toString().replace("\\n", "\n")).isEqualTo(text(1, 5000));
    }

    @Test
    void invalidOrDeletedFilesAreIgnored() throws Exception {
        watch.start();
        watch.close();
        replace("nonsense");
        watch.check();
        assertThat(messages).containsExactly(file + " is no checkpoint; the network that was loaded before stays");
        assertThat(served(30)).isEqualTo(text(1, 30));
        Files.delete(file);
        watch.check();
        replace("3");
        watch.check();
        assertThat(served(30)).isEqualTo(text(3, 30));
        watch.check();
        assertThat(messages).hasSize(2);
        assertThat(models).hasSize(2);
    }

    @Test
    void filesTooLargeForTheHeapAreIgnored() throws Exception {
        watch.start();
        watch.close();
        replace("huge");
        watch.check();
        assertThat(messages)
                .containsExactly(file + " cannot be loaded: java.lang.OutOfMemoryError: for a test; the network that"
                        + " was loaded before stays");
        assertThat(served(30)).isEqualTo(text(1, 30));
    }

    @Test
    void thirdNetworkIsNotLoadedBeforeTheTextsOfTheFirstHaveEnded() throws Exception {
        watch.start();
        watch.close();
        models.get(0).hold();
        Socket stream = served.send(Served.rawCompletion("{\"prompt\": \"a\", \"max_tokens\": 2000000}"));
        served.awaitMetric("charrnn_streams", 1);
        replace("2");
        watch.check();
        models.get(0).go(2);
        assertThat(served.server().hasEarlierNetwork(Served.MODEL)).isTrue();
        replace("3");
        watch.check();
        assertThat(models).hasSize(2);
        stream.close();
        models.get(0).release();
        while (served.server().hasEarlierNetwork(Served.MODEL)) {
            Thread.onSpinWait();
        }
        watch.check();
        assertThat(models).hasSize(3);
        assertThat(served(30)).isEqualTo(text(3, 30));
    }
}
