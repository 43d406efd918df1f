package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads the files that a configuration asks for. */
final class Gathering implements Source.Visitor {
    private final CorpusConfig config;
    private final Alphabet alphabet;
    private final Shelf shelf;
    private final BadFiles bad = new BadFiles();
    private final Set<String> names = new HashSet<>();
    private int empty;

    Gathering(CorpusConfig config, Alphabet alphabet) {
        this.config = config;
        this.alphabet = alphabet;
        this.shelf = new Shelf(config.seed(), config.maxChars());
    }

    /**
     * Reads them.
     *
     * @return the files in shuffled order, at least one
     */
    List<FileText> read(List<Source> sources, Consumer<String> warnings) {
        FileFilter filter = FileFilter.of(config);
        sources.forEach(source -> source.visit(filter, this));
        bad.report(config.strict(), warnings);
        List<FileText> files = shelf.files(alphabet.find('\n'));
        if (files.isEmpty()) {
            throw nothingRead();
        }
        warnOfLineEnds(files, warnings);
        return files;
    }

    int duplicates() {
        return shelf.duplicates();
    }

    int skipped() {
        return bad.count() + empty;
    }

    @Override
    public boolean wants(String name) {
        if (!shelf.wants(name)) {
            return false;
        }
        boolean first = names.add(name);
        if (!first) {
            bad.add(name, "a second file of this name in the archive");
        }
        return first;
    }

    @Override
    public void text(String name, InputStream in) throws IOException {
        try {
            FileText file = TextReader.read(name, in, alphabet, shelf.limit());
            if (file.chars() == 0) {
                empty++;
            } else {
                shelf.put(file);
            }
        } catch (NotTextException e) {
            bad.add(name, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void bad(String name, String reason) {
        bad.add(name, reason);
    }

    private UserError nothingRead() {
        String where = String.join(
                ", ",
                config.path().stream()
                        .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                        .toList());
        if (skipped() > 0) {
            String first = bad.first(1).stream()
                    .map(reason -> "; the first: " + reason)
                    .collect(Collectors.joining());
            return new UserError("corpus.path: no file in " + where + " can be used (empty: " + empty
                    + ", not text or unreadable: " + bad.count() + first + ")");
        }
        boolean shallow =
                !config.include().isEmpty() && config.include().stream().noneMatch(glob -> glob.contains("/"));
        return new UserError("corpus.path: no file in " + where + " matches corpus.include " + config.include()
                + (config.exclude().isEmpty() ? "" : " and not corpus.exclude " + config.exclude())
                + (shallow ? "; a glob without **/ takes files of the top folder only" : ""));
    }

    private static void warnOfLineEnds(List<FileText> files, Consumer<String> warnings) {
        List<String> crlf =
                files.stream().filter(FileText::crlf).map(FileText::name).toList();
        if (!crlf.isEmpty()) {
            warnings.accept((crlf.size() == 1
                            ? crlf.get(0) + " has"
                            : crlf.size() + " files, " + crlf.get(0) + " the first, have")
                    + " CRLF line ends; they are learned as they are, '\\r' included");
        }
    }
}
