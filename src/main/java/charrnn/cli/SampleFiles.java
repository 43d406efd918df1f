package charrnn.cli;

import charrnn.config.UserError;
import charrnn.files.Reason;
import charrnn.sample.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes each sample, with its prime, to a file of its own. */
final class SampleFiles implements Samples.Listener {
    private final Path folder;
    private final String prime;
    private final int digits;

    /**
     * Creates the folder if it does not exist.
     *
     * @throws UserError if it cannot be created
     */
    SampleFiles(Path folder, String prime, int count) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError("--out " + folder + " cannot be created: name a folder that can be written to", e);
        }
        this.folder = folder;
        this.prime = prime;
        this.digits = Math.max(4, Integer.toString(count).length());
    }

    /** @throws UserError if a folder cannot take the samples, since it is a file or holds something */
    static void check(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UserError("--out " + folder + " is a file, but must be an empty folder or a new one");
        }
        first(folder).ifPresent(file -> {
            throw new UserError("--out " + folder + " is not empty, as it must be: it holds " + file.getFileName());
        });
    }

    private static Optional<Path> first(Path folder) {
        if (!Files.exists(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().findFirst();
        } catch (IOException e) {
            throw new UserError("--out " + folder + " cannot be read: " + Reason.of(e), e);
        }
    }

    @Override
    public void complete(Samples.Sample sample) {
        String number = String.format(Locale.ROOT, "%0" + digits + "d", sample.number() + 1);
        try {
            Files.writeString(
                    folder.resolve("sample-" + number + ".c"),
                    prime + sample.text(),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
