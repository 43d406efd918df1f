package charrnn.corpus;

import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.io.input.ProxyInputStream;

/** Reads the text of sources, one file after the other. */
final class CorpusReader {
    private final FileSampler sampler;
    private final long limit;
    private final FixedWidthText.Writer text;
    private final TextReader reader;
    private final LoadListener listener;
    private long done; // in bytes
    private long total;
    private final Set<String> names = new HashSet<>();
    private final List<TextFile> files = new ArrayList<>();
    private final SortedMap<String, String> bad = new TreeMap<>();

    /** @param listener receives the progress */
    CorpusReader(FileSelection selection, FixedWidthText.Writer text, LoadListener listener) {
        this.sampler = selection.sampler();
        this.limit = selection.limit();
        this.text = text;
        this.reader = new TextReader(text);
        this.listener = listener;
    }

    CorpusFiles read(List<Source> sources) {
        total = sources.stream()
                .mapToLong(source -> source.path().toFile().length())
                .sum();
        sources.forEach(source -> source.read(this));
        return new CorpusFiles(text.text(), text.counts(), files, bad);
    }

    /** Registers a selected file; returns whether it must be read. */
    boolean register(String name) {
        if (!sampler.mayKeep(name)) {
            return false;
        }
        boolean first = names.add(name);
        if (!first) {
            addBad(name, "a second file of this name");
        }
        return first;
    }

    /** Opens a file and reports the bytes read from it as progress. */
    private InputStream open(Path file) throws IOException {
        return new ProxyInputStream(Files.newInputStream(file)) {
            @Override
            protected void afterRead(int count) {
                done += Math.max(0, count);
                listener.progress(Math.min(done, total), total);
            }
        };
    }

    /** Reads a file. */
    void addText(String name, Path path) throws IOException {
        try (InputStream in = open(path)) {
            TextFile file = reader.read(name, in, limit);
            files.add(file);
            sampler.put(file);
        } catch (UTFDataFormatException e) {
            addBad(name, String.valueOf(e.getMessage()));
        }
    }

    /** Records a file or folder that cannot be used. */
    void addBad(String name, String reason) {
        bad.merge(name, reason, (first, second) -> first.equals(second) ? first : first + "; " + second);
    }
}
