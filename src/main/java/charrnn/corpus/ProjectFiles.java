package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The source files of projects: those that a configuration includes and no {@code .gitignore} excludes. Links are not
 * followed, and nothing outside of the named folders is read, not even a {@code .gitignore} in a folder above.
 */
public final class ProjectFiles {
    private static final long MAX_BYTES = 1_000_000_000;
    private static final int RESOLUTION = 2000; // milliseconds, the coarsest of any file system, FAT
    private static final int MAX_IGNORE_BYTES = 1 << 20; // of a .gitignore file

    private ProjectFiles() {}

    /**
     * A file and its state when it was found.
     *
     * @param path absolute path without links
     * @param modified time of its last change, in milliseconds since 1970; −1 if it was less than two seconds ago
     */
    public record SourceFile(Path path, long bytes, long modified) {
        /** Whether a later change would be noticed: two changes within a timestamp's resolution look like one. */
        public boolean isSettled() {
            return modified >= 0;
        }
    }

    /**
     * A file that was read.
     *
     * @param sha256 digest of its bytes, 64 hexadecimal digits; empty if it cannot be used
     * @param chars number of its characters in the text; 0 if its text was known
     */
    public record ReadFile(SourceFile file, String sha256, long chars) {}

    public record ProjectText(EncodedText text, List<ReadFile> files) {}

    /** Finds the source files below folders, in shuffled order, and warns of those that cannot be read. */
    public static List<SourceFile> find(List<Path> folders, CorpusConfig config, Consumer<String> warnings) {
        TreeMap<String, SourceFile> found = new TreeMap<>();
        long newest = System.currentTimeMillis() - RESOLUTION;
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new UserError(folder + (Files.exists(folder) ? " is no folder" : " does not exist"));
            }
            try {
                Path root = folder.toRealPath();
                BiConsumer<String, SourceFile> add =
                        (name, file) -> found.put(FileSampler.shuffleKey(config.seed(), name) + "\0" + root, file);
                Walk walk = new Walk(new ConfiguredFiles(config), newest, add, warnings);
                walk.visit(root, "", GitIgnore.NONE);
            } catch (IOException e) {
                throw new UserError(folder + " cannot be read: " + Reason.of(e), e);
            }
        }
        return found.values().stream().distinct().toList();
    }

    /**
     * A walk below a folder that follows no links.
     *
     * @param newest upper limit of the times of settled files
     * @param add receives each file and its path
     */
    private record Walk(
            ConfiguredFiles selection, long newest, BiConsumer<String, SourceFile> add, Consumer<String> warnings) {

        /** @param path path below the root, which is empty for the root itself */
        void visit(Path file, String path, GitIgnore ignored) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                boolean folder = attributes.isDirectory();
                boolean included =
                        folder ? !file.endsWith(".git") : attributes.isRegularFile() && selection.selects(path, path);
                if (!included || ignored.excludes(path, folder).orElse(false)) {
                    return;
                }
                if (folder) {
                    visitChildren(file, path.isEmpty() ? "" : path + "/", ignored);
                } else {
                    long modified = attributes.lastModifiedTime().toMillis();
                    add.accept(path, new SourceFile(file, attributes.size(), modified < newest ? modified : -1));
                }
            } catch (IOException e) {
                warnings.accept(file + " cannot be read: " + Reason.of(e) + "; skipped");
            }
        }

        private void visitChildren(Path folder, String path, GitIgnore above) throws IOException {
            GitIgnore ignored = above.with(path, ignoreFile(folder.resolve(".gitignore")));
            for (Path child : FolderWalk.children(folder)) {
                visit(child, path + FolderWalk.name(child), ignored);
            }
        }

        private static String ignoreFile(Path file) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return "";
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return new String(in.readNBytes(MAX_IGNORE_BYTES), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UserError(file + " cannot be read: " + Reason.of(e), e);
            }
        }
    }

    /**
     * Reads files, and warns of those that cannot be used.
     *
     * @param known digests of files whose text is not needed
     * @param done receives the number of bytes read, after each file
     */
    public static ProjectText read(
            List<SourceFile> files,
            Collection<String> known,
            Vocabulary vocabulary,
            LongConsumer done,
            Consumer<String> warnings) {
        long bytes = files.stream().mapToLong(SourceFile::bytes).sum();
        if (bytes > MAX_BYTES) {
            throw new UserError(
                    String.format(Locale.ROOT, "the files have %,d bytes, but can have %,d at most", bytes, MAX_BYTES));
        }
        FixedWidthText.Memory memory = new FixedWidthText.Memory(Long.MAX_VALUE);
        TextReader reader = new TextReader(memory);
        Set<String> texts = new HashSet<>(known);
        List<ReadFile> read = new ArrayList<>();
        List<FixedWidthText.Range> ranges = new ArrayList<>();
        long progress = 0;
        for (SourceFile file : files) {
            try (InputStream in = Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS)) {
                TextFile text = reader.read(file.path().toString(), in, MAX_BYTES - memory.length());
                boolean isNew = text.length() > 0 && texts.add(text.sha256());
                if (isNew) {
                    ranges.add(new FixedWidthText.Range(text.start(), text.length()));
                }
                read.add(new ReadFile(file, text.sha256(), isNew ? text.length() : 0));
            } catch (IOException e) {
                warnings.accept(file.path() + " cannot be used: " + Reason.of(e) + "; skipped");
                read.add(new ReadFile(file, "", 0));
            }
            progress += file.bytes();
            done.accept(progress);
        }
        FixedWidthText text = memory.text();
        return new ProjectText(new EncodedText(text, ranges, vocabulary, text.count(ranges)), read);
    }
}
