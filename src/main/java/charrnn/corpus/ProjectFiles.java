package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.message.Count;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.io.FilenameUtils;

/**
 * The files of a project: named files, and below named folders those that a configuration includes, except in hidden folders and
 * those that builds write. Links are not followed, and nothing outside of the folder is read.
 */
public final class ProjectFiles {
    private static final long MAX_BYTES = 1_000_000_000;

    /** Limit of a file: what is longer is data, such as tables that a generator wrote. */
    static final long MAX_FILE_BYTES = 10_000_000;

    private static final Pattern GENERATED = Pattern.compile("(?:.*/)?(?:\\.[^/]*|build|out|target|node_modules)/");

    private ProjectFiles() {}

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
                    FolderWalk.files(root, root + "/", selection(config, leftOut))
                            .forEach(file -> found.put(file.path(), file));
                } else if (attributes.isRegularFile()) {
                    found.put(root, SourceFile.of(root.toString(), root, attributes));
                } else {
                    throw new UserError(path + " is no file or folder");
                }
            } catch (IOException e) {
                throw UserError.unreadable(path, e);
            }
        }
        found.values().removeIf(file -> Files.isSymbolicLink(file.path()));
        return found.values().stream().filter(file -> isUsable(file, warnings)).toList();
    }

    private static FolderWalk.Selection selection(CorpusConfig config, Map<String, Integer> leftOut) {
        ConfiguredFiles configured = new ConfiguredFiles(config);
        return new FolderWalk.Selection() {
            @Override
            public boolean selects(String path, String name) {
                boolean isSelected = configured.selects(path, path);
                if (!isSelected) {
                    String extension = FilenameUtils.getExtension(path);
                    leftOut.merge(
                            extension.isEmpty() ? "without an extension" : TerminalText.line("." + extension),
                            1,
                            Integer::sum);
                }
                return isSelected;
            }

            @Override
            public boolean excludes(String name) {
                return GENERATED.matcher(name).matches();
            }
        };
    }

    private static boolean isUsable(SourceFile file, Consumer<String> warnings) {
        String fault = file.bytes() <= MAX_FILE_BYTES
                ? file.fault()
                : "it has " + Count.of(file.bytes(), "byte") + ", but a file of a project can have 10 MB";
        if (!fault.isEmpty()) {
            warnings.accept(file.path() + ": " + fault + "; skipped");
        }
        return fault.isEmpty();
    }

    /** Reads files, and warns of those that cannot be used. Of files with equal contents, one is used. */
    public static EncodedText read(List<SourceFile> files, Vocabulary vocabulary, LoadListener listener) {
        FixedWidthText.Writer writer = new FixedWidthText.Writer();
        CorpusReader reader = new CorpusReader(files, writer, listener, LinkOption.NOFOLLOW_LINKS);
        List<FixedWidthText.Range> ranges = new ArrayList<>();
        for (SourceFile file : files) {
            long left = MAX_BYTES - writer.length();
            String fault = file.bytes() <= left
                    ? ""
                    : "it has " + Count.of(file.bytes(), "byte") + ", all together can have 1 GB";
            reader.readNew(new SourceFile(file.name(), file.path(), file.bytes(), file.modified(), fault), left)
                    .ifPresent(text -> ranges.add(new FixedWidthText.Range(text.start(), text.length())));
        }
        reader.warnOfBad();
        FixedWidthText text = writer.text();
        return new EncodedText(text, ranges, vocabulary, text.count(ranges));
    }
}
