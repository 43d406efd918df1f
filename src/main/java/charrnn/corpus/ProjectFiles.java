package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.Sources.Source;
import charrnn.files.RegularFile;
import charrnn.message.Count;
import charrnn.message.Reason;
import charrnn.message.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.io.FilenameUtils;
import org.jspecify.annotations.Nullable;

/**
 * The files of a project: named files, and below named folders those that a configuration includes and no {@code .gitignore}
 * excludes. There, links are not followed, and nothing outside of the folder is read, not even a {@code .gitignore} above it.
 */
public final class ProjectFiles {
    private static final long MAX_BYTES = 1_000_000_000;

    /** Limit of a file: what is longer is data, such as tables that a generator wrote. */
    static final long MAX_FILE_BYTES = 10_000_000;

    /** Limit of the {@code .gitignore} files of a folder and of those above: each pattern is matched with each path. */
    private static final int MAX_IGNORE_BYTES = 1 << 18;

    private ProjectFiles() {}

    /**
     * A file and its state when it was found.
     *
     * @param path absolute path without links
     * @param modified time of its last change, in milliseconds since 1970
     */
    public record SourceFile(Path path, long bytes, long modified) {
        private static SourceFile of(Path path, BasicFileAttributes attributes) {
            return new SourceFile(
                    path, attributes.size(), attributes.lastModifiedTime().toMillis());
        }

        /** @param left number of bytes that can still be read */
        private Source source(long left) {
            String fault = bytes <= left ? "" : "it has " + Count.of(bytes, "byte") + ", all together can have 1 GB";
            return new Source(path.toString(), path, fault);
        }
    }

    /**
     * Finds named files and the source files below named folders, in the order of their paths, and warns of those that cannot be
     * read or are too large.
     *
     * @param leftOut receives, for each extension, such as {@code .cc}, how many files the configuration does not include
     */
    public static List<SourceFile> find(
            List<Path> paths, CorpusConfig config, Map<String, Integer> leftOut, Consumer<String> warnings) {
        TreeMap<Path, SourceFile> found = new TreeMap<>();
        for (Path path : paths) {
            try {
                Path root = path.toRealPath();
                BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
                if (attributes.isDirectory()) {
                    Files.walkFileTree(root, new Walk(root, new ConfiguredFiles(config), found, leftOut, warnings));
                } else if (!attributes.isRegularFile()) {
                    throw new UserError(path + " is no file or folder");
                } else {
                    found.put(root, SourceFile.of(root, attributes));
                }
            } catch (IOException e) {
                throw UserError.unreadable(path, e);
            }
        }
        found.values().removeIf(file -> {
            boolean isTooLarge = file.bytes > MAX_FILE_BYTES;
            if (isTooLarge) {
                String size = Count.of(file.bytes, "byte");
                warnings.accept(file.path + " has " + size + ", but a file of a project can have 10 MB; skipped");
            }
            return isTooLarge;
        });
        return List.copyOf(found.values());
    }

    /** Finds the selected files below a folder; follows no links. */
    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final ConfiguredFiles selection;
        private final Map<Path, SourceFile> found;
        private final Map<String, Integer> leftOut;
        private final Consumer<String> warnings;
        private final Deque<GitIgnore> ignored = new ArrayDeque<>(List.of(GitIgnore.NONE)); // of the folders around

        Walk(
                Path root,
                ConfiguredFiles selection,
                Map<Path, SourceFile> found,
                Map<String, Integer> leftOut,
                Consumer<String> warnings) {
            this.root = root;
            this.selection = selection;
            this.found = found;
            this.leftOut = leftOut;
            this.warnings = warnings;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String path = Sources.pathBelow(root, folder);
            if (folder.endsWith(".git") || isIgnored(path)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            GitIgnore above = ignored.element();
            String text = ignoreFile(folder.resolve(".gitignore"), MAX_IGNORE_BYTES - above.length());
            ignored.push(above.with(path, text));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = Sources.pathBelow(root, file);
            if (attributes.isRegularFile() && !isIgnored(path)) {
                if (selection.selects(path, path)) {
                    found.put(file, SourceFile.of(file, attributes));
                } else {
                    String extension = FilenameUtils.getExtension(path);
                    leftOut.merge(extension.isEmpty() ? "without an extension" : "." + extension, 1, Integer::sum);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            // A file that does not exist was deleted after its folder was listed, as an editor's temporary file is.
            if (!(e instanceof NoSuchFileException)) {
                warnings.accept(file + " cannot be read: " + Reason.of(e) + "; skipped");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            ignored.pop();
            return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
        }

        private boolean isIgnored(String path) {
            return ignored.element().excludes(path).orElse(false);
        }

        private static String ignoreFile(Path file, int max) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return "";
            }
            try (InputStream in = Channels.newInputStream(RegularFile.open(file, LinkOption.NOFOLLOW_LINKS))) {
                byte[] text = in.readNBytes(max + 1);
                if (text.length > max) {
                    throw new UserError(
                            file + " is too long: with the .gitignore files of the folders above, it has more"
                                    + " than " + Count.of(MAX_IGNORE_BYTES, "byte"));
                }
                return new String(text, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw UserError.unreadable(file, e);
            }
        }
    }

    /** Reads files, and warns of those that cannot be used. Of files with equal contents, one is used. */
    public static EncodedText read(List<SourceFile> files, Vocabulary vocabulary, LoadListener listener) {
        FixedWidthText.Writer writer = new FixedWidthText.Writer();
        List<Source> sources =
                files.stream().map(file -> file.source(MAX_BYTES)).toList();
        CorpusReader reader = new CorpusReader(sources, writer, listener, LinkOption.NOFOLLOW_LINKS);
        Set<String> texts = new HashSet<>();
        List<FixedWidthText.Range> ranges = new ArrayList<>();
        for (SourceFile file : files) {
            long left = MAX_BYTES - writer.length();
            reader.read(file.source(left), left)
                    .filter(text -> text.length() > 0 && texts.add(text.sha256()))
                    .ifPresent(text -> ranges.add(new FixedWidthText.Range(text.start(), text.length())));
        }
        reader.warnOfBad();
        FixedWidthText text = writer.text();
        return new EncodedText(text, ranges, vocabulary, text.count(ranges));
    }
}
