package charrnn.corpus;

import charrnn.corpus.Corpus.LoadListener;
import charrnn.message.Count;
import charrnn.message.Reason;
import charrnn.message.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.io.input.ProxyInputStream;

/** Reads the files of sources into one text, and collects the reasons why some cannot be used. */
final class CorpusReader {
    /** Maximum number of warnings about unusable files; more would hide the other warnings. */
    private static final int MAX_WARNINGS = 20;

    private final TextReader reader;
    private final LoadListener listener;
    private final OpenOption[] options;
    private final long total; // in bytes
    private long done;
    private final SortedMap<String, String> bad = new TreeMap<>();
    private final Set<String> digests = new HashSet<>(); // of the files that were read as new
    private int duplicates;
    private int empty;

    CorpusReader(
            Collection<SourceFile> sources, FixedWidthText.Writer text, LoadListener listener, OpenOption... options) {
        this.reader = new TextReader(text);
        this.listener = listener;
        this.options = options;
        this.total = sources.stream().mapToLong(SourceFile::bytes).sum();
    }

    /** Reads a file; empty if it cannot be used. Characters beyond {@code max} are only checked and counted. */
    Optional<TextFile> read(SourceFile source, long max) {
        String fault = source.fault();
        if (fault.isEmpty()) {
            try (InputStream in = open(source.path())) {
                return Optional.of(reader.read(source.name(), in, max));
            } catch (UTFDataFormatException e) {
                fault = String.valueOf(e.getMessage());
            } catch (IOException e) {
                fault = "cannot be read: " + Reason.of(e);
            }
        }
        bad.put(source.name(), fault);
        return Optional.empty();
    }

    /** Reads a file as {@link #read} does; empty also if it has no characters, or equals one that this method has read. */
    Optional<TextFile> readNew(SourceFile source, long max) {
        Optional<TextFile> read = read(source, max);
        if (read.isPresent() && read.get().chars() == 0) {
            empty++;
            return Optional.empty();
        }
        Optional<TextFile> file = read.filter(it -> digests.add(it.sha256()));
        duplicates += read.isPresent() && file.isEmpty() ? 1 : 0;
        return file;
    }

    /** Opens a file that is regular: it may have become a named pipe, whose opening may block forever. */
    private InputStream open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is not a regular file");
        }
        return new ProxyInputStream(Files.newInputStream(file, options)) {
            @Override
            protected void afterRead(int count) {
                done += Math.max(0, count);
                listener.progress(Math.min(done, total), total);
            }
        };
    }

    /** Names of the files and folders that cannot be used, mapped to the reasons. */
    SortedMap<String, String> bad() {
        return bad;
    }

    /** Number of files that {@link #readNew} left out because an equal one was read. */
    int duplicates() {
        return duplicates;
    }

    int empty() {
        return empty;
    }

    void warnOfBad() {
        bad.entrySet().stream()
                .limit(MAX_WARNINGS)
                .forEach(
                        file -> listener.warn(TerminalText.line(file.getKey() + ": " + file.getValue() + "; skipped")));
        if (bad.size() > MAX_WARNINGS) {
            listener.warn(Count.of(bad.size() - MAX_WARNINGS, "more file") + " skipped");
        }
    }
}
