package charrnn.tools.trainingui;

import static charrnn.tools.trainingui.Browse.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.Config.UiConfig;
import charrnn.config.UserError;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ui.store}: statistics that outlive the training. */
class StoreTest {
    @TempDir
    private Path folder;

    private static TrainingUi start(Path store) {
        return TrainingUi.start(
                        new UiConfig(true, "127.0.0.1", 0, store.toString(), 1), "stored", () -> "", message -> {})
                .orElseThrow();
    }

    @Test
    void keepsTheSessionsForALaterUiWithoutTheStepsThatWereRolledBack() throws Exception {
        Path store = folder.resolve("new folder/ui.db");
        List<Double> first;
        String firstSession;
        try (TrainingUi ui = start(store)) {
            TinyTraining training = new TinyTraining(ui);
            first = training.steps(4);
            ui.validated(4, 2.25, true);
            training.steps(2);
            ui.validated(6, 9, false);
            training.rollback(4);
            Browse browse = new Browse(ui);
            browse.overviewOnce(4);
            firstSession = browse.get("/train/sessions/current").body();
        }
        try (TrainingUi ui = start(store)) {
            Browse browse = new Browse(ui);
            assertThat(browse.sessions()).containsExactly(firstSession);
            assertThat(doubles(browse.overviewOnce(4).get("scores"))).isEqualTo(first);
            JsonNode details = browse.json("/charrnn/session/" + firstSession);
            assertThat(doubles(details.at("/validation/bitsPerChar"))).containsExactly(2.25);
            assertThat(details.get("precision").textValue()).isEqualTo("float32");
            assertThat(details.has("curves")).as("of an earlier session").isFalse();

            new TinyTraining(ui).steps(2);
            browse.overviewOnce(2);
            assertThat(browse.sessions()).hasSize(2);
            assertThat(browse.get("/train/sessions/current").body()).isNotEqualTo(firstSession);
        }
    }

    private static void isRefused(Path store, String message) {
        assertThatThrownBy(() -> start(store)).isInstanceOf(UserError.class).hasMessage("ui.store: " + message);
    }

    @Test
    void otherFilesFoldersAndAStoreInUseAreRefused() throws Exception {
        String noStore = " is not a store of training statistics, nor can one be made there; name a new file";
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a store");
        isRefused(text, text + noStore);
        assertThat(text).hasContent("not a store");
        isRefused(Path.of("pom.xml"), Path.of("pom.xml").toAbsolutePath() + noStore);
        isRefused(folder, folder + noStore);
        Path store = folder.resolve("ui.db");
        try (TrainingUi ui = start(store)) {
            assertThat(ui.address()).isNotNull();
            isRefused(store, store + " is open in another program; name another file");
        }
    }
}
