package charrnn.tools.trainingui;

import static charrnn.tools.trainingui.Browse.doubles;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deeplearning4j's pages, with the newer libraries that the project manages, and what they show of a training. */
class PagesTest {
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
    private static final Pattern INCLUDE = Pattern.compile("<include>(.+)</include>");
    private final Path report;
    private final TrainingUi ui;
    private final Browse browse;

    PagesTest(@TempDir Path folder) throws IOException {
        report = Files.writeString(folder.resolve("report.html"), "<p>ß</p>");
        ui = TinyTraining.ui("my run", report);
        browse = new Browse(ui);
    }

    @AfterEach
    void stop() {
        ui.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/train/overview", "/train/model", "/train/system"})
    void comeWithAllTheirAssets(String page) throws Exception {
        HttpResponse<String> response = browse.get(page);
        assertThat(response.statusCode()).isEqualTo(200);
        Set<String> assets = new TreeSet<>();
        ASSET.matcher(response.body()).results().forEach(match -> assets.add(match.group(1)));
        assertThat(assets).hasSizeGreaterThan(10);
        for (String asset : assets) {
            checkAsset(asset);
        }
    }

    /** An asset is served, and the build must put it into the program's jar too, if it is a web library's. */
    private void checkAsset(String asset) throws Exception {
        HttpResponse<String> response = browse.get(asset);
        assertThat(response.statusCode()).as(asset).isEqualTo(200);
        if (asset.startsWith("/assets/webjars/")) {
            Path file = Path.of(asset.replaceFirst("/assets", "META-INF/resources"));
            assertThat(filesInTheJar()).as(asset).anyMatch(pattern -> pattern.matches(file));
        }
    }

    private static List<PathMatcher> filesInTheJar() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String filter = pom.substring(pom.indexOf("<artifact>org.webjars*:*<"));
        return INCLUDE.matcher(filter.substring(0, filter.indexOf("</includes>")))
                .results()
                .map(found -> FileSystems.getDefault().getPathMatcher("glob:" + found.group(1)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/train/overview", "/train/sessions/info", "/assets/css/style.css", "/report", "/none"})
    void allowOnlyTheirOwnContentAndNoFrames(String path) throws Exception {
        HttpHeaders headers = browse.get(path).headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'", "frame-ancestors 'none'");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void offerNoChangeToPagesOfOtherSites() throws Exception {
        new TinyTraining(ui).steps(1);
        String page = browse.get("/train/overview").body();
        String session = browse.get("/train/sessions/current").body();
        for (String change : List.of("/train/sessions/set/none", "/train/workers/setByIdx/0")) {
            assertThat(browse.get(change).statusCode()).as(change).isEqualTo(404);
        }
        assertThat(browse.get("/train/overview").body()).isEqualTo(page);
        assertThat(browse.get("/train/sessions/current").body()).isEqualTo(session);
    }

    @Test
    void serveTheCurrentReport() throws Exception {
        HttpResponse<String> shown = browse.get("/report");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(shown.body()).isEqualTo("<p>ß</p>");
        Files.delete(report);
        HttpResponse<String> none = browse.get("/report");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).isEqualTo("There is no report before the first validation");
    }

    @Test
    void serveNoOtherFilesOfTheClassPath() throws Exception {
        for (String path :
                List.of("../charrnn/config/UiConfig.class", "webjars/..%2f..%2f..%2fpom.xml", "", "js", "js/")) {
            assertThat(browse.get("/assets/" + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void showATrainingItsLayersAndTheMachine() throws Exception {
        new TinyTraining(ui).steps(4);
        assertThat(browse.overviewOnce(4).get("updateRatios").get("0_RW"))
                .hasSize(4)
                .allMatch(ratio -> ratio.asDouble() > 0);
        assertThat(browse.sessions()).containsExactly("my_run");
        assertThat(browse.json("/train/model/graph").get("vertexNames")).hasSize(3);
        JsonNode layer = browse.json("/train/model/data/1");
        assertThat(layer.at("/meanMag/paramMM/RW")).isNotEmpty();
        assertThat(layer.at("/activations/stdev")).isNotEmpty();
        assertThat(layer.at("/learningRates/lrs/W")).isNotEmpty();
        assertThat(layer.at("/paramHist/paramNames")).hasSize(3);
        assertThat(browse.json("/train/system/data").at("/memory/0/values")).isNotEmpty();
    }

    @Test
    void showEachStepOnceAfterARollback() throws Exception {
        TinyTraining training = new TinyTraining(ui);
        training.steps(5);
        ui.validated(2, 3.5, true);
        ui.validated(5, 9, true);
        browse.overviewOnce(5);
        training.rollback(2);
        JsonNode overview = browse.overviewOnce(2);
        assertThat(doubles(overview.get("scoresIter"))).containsExactly(1.0, 2.0);
        assertThat(browse.get("/charrnn/validation").body()).isEqualTo("[[2,3.5]]");
        training.steps(1);
        assertThat(doubles(browse.overviewOnce(3).get("scoresIter"))).containsExactly(1.0, 2.0, 3.0);
        training.rollback(0);
        assertThat(browse.overviewOnce(0).get("scoresIter")).isEmpty();
        assertThat(browse.get("/train/overview").statusCode()).isEqualTo(200);
    }
}
