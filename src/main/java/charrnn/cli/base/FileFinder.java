package charrnn.cli.base;

import charrnn.config.ConfigWriter;
import charrnn.config.CorpusConfig;
import charrnn.message.Spelling;
import charrnn.message.UserError;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FilenameUtils;
import org.apache.commons.io.IOUtils;

/** Finds files in the current folder or, if they are not there, beside the program's jar; reads and checks files of options. */
public final class FileFinder {
    private static final String ENDING = ".yaml";

    private final Path here;
    private final Optional<Path> jarFolder;

    public FileFinder() {
        this(
                Path.of(""),
                Optional.of(codeLocation()).filter(Files::isRegularFile).map(Path::getParent));
    }

    /** @param jarFolder the folder of the program's jar; empty if the program does not run from one */
    FileFinder(Path here, Optional<Path> jarFolder) {
        this.here = here;
        this.jarFolder = jarFolder.filter(folder -> !isSame(folder, here));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them does not exist
        }
    }

    /** The program's jar or its folder of classes. */
    private static Path codeLocation() {
        try {
            ProtectionDomain program = FileFinder.class.getProtectionDomain();
            // The real path: the launcher of a release names the jar by a file descriptor.
            return Path.of(program.getCodeSource().getLocation().toURI()).toRealPath();
        } catch (URISyntaxException | IllegalArgumentException | IOException notAFile) {
            return Path.of("");
        }
    }

    public CorpusConfig resolve(CorpusConfig corpus) {
        return corpus.withPath(corpus.path().stream().map(this::resolve).toList());
    }

    /** Resolves a relative path: to the path beside the jar if it exists only there, or else to itself. */
    public String resolve(String path) {
        try {
            Optional<Path> beside =
                    jarFolder.map(folder -> folder.resolve(path)).filter(Files::exists);
            return beside.isEmpty() || Files.exists(here.resolve(path))
                    ? path
                    : beside.get().toString();
        } catch (InvalidPathException e) {
            return path; // opening it fails with a message
        }
    }

    /** The folders of this name in the current folder and beside the jar; they need not exist. */
    List<Path> folders(String name) {
        return Stream.concat(Stream.of(here), jarFolder.stream())
                .map(folder -> folder.resolve(name))
                .toList();
    }

    /**
     * Finds a configuration: a file in the current folder, or else one in a folder {@code config}, with or without {@code
     * .yaml}.
     *
     * @param nameOrPath such as {@code lstm}, {@code lstm.yaml} or {@code experiments/wide.yaml}
     * @throws UserError with the names of all configurations if there is no such file
     */
    public Path config(String nameOrPath) {
        try {
            Stream<Path> named = folders("config").stream()
                    .flatMap(folder -> Stream.of(folder.resolve(nameOrPath), folder.resolve(nameOrPath + ENDING)));
            return Stream.concat(Stream.of(here.resolve(nameOrPath)), named)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new UserError(missingConfig(nameOrPath)));
        } catch (InvalidPathException e) {
            throw new UserError(ConfigWriter.shown(nameOrPath) + " cannot be a file's name: " + e.getReason(), e);
        }
    }

    /** The names of the configurations in the folders {@code config}. */
    public List<String> configurations() {
        return folders("config").stream()
                .flatMap(folder -> Stream.ofNullable(folder.toFile().list()))
                .flatMap(Stream::of)
                .filter(name -> name.endsWith(ENDING))
                .map(FilenameUtils::removeExtension)
                .sorted()
                .distinct()
                .toList();
    }

    private String missingConfig(String nameOrPath) {
        List<Path> folders = folders("config");
        String missing = "there is no configuration " + ConfigWriter.shown(nameOrPath) + ", neither as a path nor in "
                + Spelling.either(folders.stream().map(Path::toString).toList());
        List<String> names = configurations();
        return names.isEmpty()
                ? missing + ", where there is none"
                : missing + "; there are " + String.join(", ", names)
                        + Spelling.didYouMean(Spelling.nearest(FilenameUtils.removeExtension(nameOrPath), names));
    }

    /** Reads the UTF-8 file of an option; {@code -} is the standard input. */
    public static String text(String option, Path file) {
        try (Reader reader = open(file)) {
            return IOUtils.toString(reader);
        } catch (CharacterCodingException e) {
            throw new UserError(option + " " + file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw UserError.unreadable(option + " " + file, e);
        }
    }

    private static Reader open(Path file) throws IOException {
        return file.equals(Path.of("-"))
                ? new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder())
                : Files.newBufferedReader(file);
    }

    /**
     * Checks that the file of an option can be written.
     *
     * @param replaces whether an existing file may be replaced
     * @param otherwise what the message says about an existing file that may not
     * @throws UserError if it cannot, since it is no file, exists, or is in a folder that does not exist or is not writable
     */
    public static Path output(String option, Path file, boolean replaces, String otherwise) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        String mistake = "";
        if (Files.isDirectory(file)) {
            mistake = "is a folder; name a file in it";
        } else if (Files.exists(file) && !Files.isRegularFile(file)) {
            mistake = "is not a file";
        } else if (!Files.isDirectory(folder)) {
            mistake = "cannot be written: there is no folder " + folder;
        } else if (Files.exists(file) && !replaces) {
            mistake = "exists" + otherwise;
        } else if (!Files.isWritable(folder)) {
            mistake = "cannot be written: the folder " + folder + " is not writable";
        }
        if (!mistake.isEmpty()) {
            throw new UserError(option + " " + file + " " + mistake);
        }
        return file;
    }
}
