package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The files that a configuration asks for. */
final class ConfiguredFiles implements Selection {
    private final CorpusConfig config;
    private final FileFilter filter;
    private final FileSampler shelf;
    private final BadFiles bad = new BadFiles();
    private int empty;

    ConfiguredFiles(CorpusConfig config) {
        this.config = config;
        this.filter = GlobFilter.of(config);
        this.shelf = new FileSampler(config.seed(), config.maxChars());
    }

    /**
     * Gathers them from what was encoded.
     *
     * @return the files in shuffled order, at least one
     */
    List<FileText> files(Encoding encoding, Consumer<String> warnings) {
        encoding.files().forEach(this::took);
        encoding.bad().forEach(file -> bad.add(file.name(), file.reason()));
        bad.report(config.strict(), warnings);
        List<FileText> files = shelf.files(encoding.text(), encoding.newline());
        if (files.isEmpty()) {
            throw nothingRead();
        }
        warnOfLineEnds(files, warnings);
        return files;
    }

    List<FileText> duplicates() {
        return shelf.duplicates();
    }

    int skipped() {
        return bad.count() + empty;
    }

    /** The order of the files decides which are encoded only where there is a limit. */
    @Override
    public String key() {
        String limit = config.maxChars() == 0 ? "" : config.maxChars() + " of " + config.seed();
        return String.join(
                "\0",
                "configured",
                joined(paths()),
                joined(config.include()),
                joined(config.exclude()),
                String.valueOf(config.followLinks()),
                limit);
    }

    /** No configured text holds the NUL that separates them, and their number says where they end. */
    private static String joined(List<String> texts) {
        return texts.size() + "\0" + String.join("\0", texts);
    }

    private List<String> paths() {
        return config.path().stream()
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                .toList();
    }

    @Override
    public FileFilter filter() {
        return filter;
    }

    @Override
    public boolean wants(String name) {
        return shelf.wants(name);
    }

    @Override
    public long limit(String name) {
        return limit();
    }

    @Override
    public long limit() {
        return shelf.limit();
    }

    @Override
    public void took(FileText file) {
        if (file.chars() == 0) {
            empty++;
        } else {
            shelf.put(file);
        }
    }

    private UserError nothingRead() {
        String where = String.join(", ", paths());
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
