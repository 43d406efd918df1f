package charrnn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * A corpus and an empty configuration, with which a tiny network is trained in some seconds.
 *
 * @param runs name of the folder of runs
 */
public record TinyRun(Path folder, String runs) {
    /** @param text of a file of the corpus, by the file's number */
    public static TinyRun of(Path folder, int files, IntFunction<String> text) throws IOException {
        TinyRun made = new TinyRun(folder, "runs");
        Files.createDirectory(made.corpus());
        for (int file = 0; file < files; file++) {
            Files.writeString(made.corpus().resolve(file + ".c"), text.apply(file));
        }
        Files.writeString(folder.resolve("tiny.yaml"), "");
        return made;
    }

    /** The same corpus with other runs. */
    public TinyRun in(String other) {
        return new TinyRun(folder, other);
    }

    public Path corpus() {
        return folder.resolve("corpus");
    }

    /** The run's folder. */
    public Path path() {
        return folder.resolve(runs).resolve("tiny");
    }

    /** The command line; see {@link Program#tinyTraining}. */
    public String[] arguments(String... more) {
        return Program.tinyTraining(folder.resolve("tiny.yaml"), corpus(), folder.resolve(runs), more);
    }

    /** The loss of a checkpoint on the whole corpus, in bits per character. */
    public double bits(Path checkpoint) {
        String out = Program.line("evaluate --checkpoint " + checkpoint + " --corpus " + corpus())
                .done()
                .out();
        return Double.parseDouble(out.substring(0, out.indexOf(" bits")));
    }

    public Program train(String... more) {
        return Program.run(arguments(more));
    }
}
