package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.GoldenFile;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Split.Part;
import charrnn.message.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.function.Uncheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small corpora: what is read of them, which warnings they give and by which messages they are refused. */
class CorporaTest {
    private static final String DEFAULTS =
            "corpus: {path: '%s', validationShare: 0, testShare: 0, vocabulary: {minCount: 1}}";

    /** A name and content to append, perhaps several times; octal escapes are single bytes. */
    private static final Pattern FILE = Pattern.compile("([^#].*?)(?: \\* (\\d+))?:(?: (.*))?");

    private static final Pattern LINK = Pattern.compile("(.+) -> (.+)");

    @TempDir
    private Path temporary;

    @Test
    void everyCorpusIsReadOrRefused() throws IOException {
        GoldenFile.check("corpus/corpora.txt", input -> Uncheck.apply(this::outcome, input));
    }

    /** The warnings, and then the summary and the texts, or the mistakes. */
    private List<String> outcome(String input) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "corpus");
        List<String> settings = new ArrayList<>();
        for (String line : input.split("\n")) {
            Matcher link = LINK.matcher(line);
            Matcher file = FILE.matcher(line);
            if (line.startsWith("--set ")) {
                settings.add("corpus." + line.substring(6).replace("FOLDER", folder.toString()));
            } else if (link.matches()) {
                Files.createSymbolicLink(folder.resolve(link.group(1)), folder.resolve(link.group(2)));
            } else if (file.matches()) {
                String content = file.group(3) == null ? "" : file.group(3);
                int times = file.group(2) == null ? 1 : Integer.parseInt(file.group(2));
                append(folder.resolve(file.group(1).translateEscapes()), content.repeat(times));
            }
        }
        List<String> lines = new ArrayList<>();
        try {
            CorpusConfig config = ConfigLoader.parse(DEFAULTS.formatted(folder), "corpus.yaml", settings)
                    .corpus();
            addContents(Corpus.load(config, lines::add), lines);
        } catch (UserError e) {
            lines.addAll(e.messages());
        }
        return lines.stream()
                .map(line -> line.replace(folder.toString(), "FOLDER"))
                .toList();
    }

    private static void append(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        String utf8 = new String(content.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        byte[] bytes = utf8.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void addContents(Corpus corpus, List<String> lines) {
        lines.add(corpus.summary());
        for (Part part : Part.values()) {
            String text = Texts.of(corpus, part);
            if (!text.isEmpty()) {
                lines.add(String.join(" ", Texts.names(corpus, part)) + ": " + visible(text));
            }
        }
        StringBuilder symbols = new StringBuilder();
        corpus.vocabulary().characters().forEach(symbols::appendCodePoint);
        lines.add("symbols: " + visible(symbols.toString()));
    }

    private static String visible(String text) {
        String all = Pattern.compile("[\\p{C}\\p{Z}&&[^ ]]")
                .matcher(text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"))
                .replaceAll(found -> String.format("<%x>", found.group().codePointAt(0)));
        return all.length() <= 100 ? all : all.substring(0, 40) + "…" + all.substring(all.length() - 20);
    }

    @Test
    void theFoldersOfACheckpointThatMayBeOlderAreCheckedToo() {
        assertThat(Texts.mistakesOf(TestConfig.of()))
                .containsExactly("corpus.path: names nothing; it takes folders and files");
        assertThat(Texts.mistakesOf(TestConfig.ofNames("a\0b", "")))
                .containsExactly(
                        "corpus.path: 'a\\u0000b' cannot be a path here: Nul character not allowed",
                        "corpus.path: '' is no path");
    }

    /** U+009B begins a control sequence of a terminal, as ESC [ does; U+0085 is a line end of mainframes. */
    @Test
    void c1ControlCharactersAreNoTextAndManyBadFilesDoNotFloodTheWarnings() throws IOException {
        Texts.write(temporary, "good.c", "int a;\n");
        for (int control = 0x80; control <= 0x9f; control++) {
            Texts.write(temporary, String.format("%x.c", control), "\u00a0" + Character.toString(control) + "31m");
        }
        assertThat(Texts.warningsOf(TestConfig.of(temporary).shares(0, 0).build()))
                .hasSize(21)
                .startsWith("80.c: not text: control character U+0080 at byte offset 2; skipped")
                .endsWith("12 more files skipped");
    }

    @Test
    void namesThatAreNotUtf8StayDifferent() throws IOException {
        for (String name : List.of("%E8.c", "%E9.c", "a%20%C3%A9.c")) {
            Files.writeString(Path.of(URI.create(temporary.toUri() + name)), "int " + name.charAt(2) + ";\n");
        }
        assertThat(Texts.names(Texts.load(TestConfig.of(temporary).shares(0, 0))))
                .containsExactly("%E8.c", "%E9.c", "a é.c");
    }
}
