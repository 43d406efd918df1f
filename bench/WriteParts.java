import charrnn.cli.base.FileFinder;
import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import charrnn.match.InputEncoding;
import charrnn.match.InputReader;
import charrnn.message.UserError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes the training, validation and test text of a configuration as UTF-8 files, exactly as a network reads them: a
 * character outside the vocabulary is U+FFFD, and there is no separator between two source files.
 *
 * <pre>java -cp charrnn.jar bench/WriteParts.java --config linux.yaml --out parts [--set KEY=VALUE ...]</pre>
 *
 * <p>If the network reads matches, {@code train.matches} and so on have, as little-endian 32-bit numbers, the number of inputs and
 * then, for each character, the positions of the ones beside that of the character.
 *
 * <p>It also writes {@code split.json}, which equals that file in the folder of a run with the same configuration.
 */
@Command(
        name = "WriteParts",
        description = "Writes train.txt, validation.txt, test.txt and split.json of a configuration.")
public final class WriteParts implements Callable<Integer> {
    private static final int WINDOW = 4096; // characters read at once

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "As for charrnn train.")
    private String config = "";

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "As for charrnn train.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Made if it is not there.")
    private Path out = Path.of("");

    public static void main(String[] args) {
        System.exit(new CommandLine(new WriteParts())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    System.err.println(e instanceof UserError ? e.getMessage() : e);
                    return e instanceof UserError ? 2 : 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Config loaded = ConfigLoader.load(new FileFinder().config(config), overrides);
        Corpus corpus = Corpus.load(loaded.corpus(), System.err::println);
        System.err.println(corpus.summary());
        Files.createDirectories(out);
        InputEncoding encoding = new InputEncoding(
                corpus.vocabulary().size(),
                loaded.model().match(),
                loaded.model().names());
        for (Part part : Part.values()) {
            Files.writeString(out.resolve(part + ".txt"), String.join("", corpus.texts(part)));
            if (encoding.activeInputs() > 1) {
                writeMatches(part + ".matches", corpus.text(part), encoding);
            }
        }
        Files.writeString(out.resolve("split.json"), corpus.split().toJson());
        return 0;
    }

    private void writeMatches(String name, EncodedText text, InputEncoding encoding) throws IOException {
        InputReader reader = new InputReader(text, encoding);
        ByteBuffer bytes = ByteBuffer.allocate(WINDOW * encoding.activeInputs() * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out.resolve(name)))) {
            bytes.putInt(encoding.size());
            for (long at = 0; at < text.length(); at += WINDOW) {
                int[] inputs = reader.read(at, (int) Math.min(WINDOW, text.length() - at));
                for (int i = 0; i < inputs.length; i++) {
                    if (i % encoding.activeInputs() != 0) {
                        bytes.putInt(inputs[i]);
                    }
                }
                file.write(bytes.array(), 0, bytes.position());
                bytes.clear();
            }
        }
    }
}
