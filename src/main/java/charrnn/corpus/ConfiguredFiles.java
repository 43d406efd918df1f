package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.corpus.Sources.FileSelection;
import com.google.re2j.Pattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Selects files by a configuration's globs. A glob that excludes a folder excludes everything below it. */
final class ConfiguredFiles implements FileSelection {
    /** Maximum number of warnings about unusable files; more would hide the other warnings. */
    private static final int MAX_WARNINGS = 20;

    private final CorpusConfig config;
    private final List<Pattern> include;
    private final List<Pattern> exclude;
    private final List<Pattern> heldOutFrom;

    /** @throws UserError if a glob is malformed */
    ConfiguredFiles(CorpusConfig config) {
        this.config = config;
        this.include = compile("corpus.include", config.include().stream());
        this.exclude = compile(
                "corpus.exclude",
                config.exclude().stream().flatMap(glob -> Stream.of(glob, glob + (glob.endsWith("/") ? "**" : "/**"))));
        this.heldOutFrom = compile("corpus.heldOutFrom", config.heldOutFrom().stream());
    }

    private static List<Pattern> compile(String key, Stream<String> globs) {
        return globs.map(glob -> Glob.compile(key, glob)).toList();
    }

    private static boolean matches(List<Pattern> globs, String name) {
        return globs.stream().anyMatch(glob -> glob.matcher(name).matches());
    }

    @Override
    public boolean selects(String path, String name) {
        return matches(include, path) && !excludes(path) && !excludes(name);
    }

    @Override
    public boolean excludes(String name) {
        return matches(exclude, name);
    }

    /** Whether a file can be held out; all others are for training. */
    boolean canBeHeldOut(String name) {
        return matches(heldOutFrom, name);
    }

    @Override
    public boolean followsOutOfFolder(String name) {
        return config.followLinks();
    }

    @Override
    public long limit() {
        return config.maxChars() == 0 ? Long.MAX_VALUE : config.maxChars();
    }

    @Override
    public FileSampler sampler() {
        return new FileSampler(this::canBeHeldOut, config.seed(), config.maxChars());
    }

    private List<String> paths() {
        return config.path().stream()
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                .toList();
    }

    /** Samples the files that were read; returns those in use, in the sampler's order. */
    List<TextFile> sample(CorpusFiles read, Consumer<String> warnings) {
        reportBad(read, warnings);
        FileSampler sampler = sampler();
        read.files().forEach(sampler::put);
        List<TextFile> files = sampler.files(read.text());
        if (files.isEmpty()) {
            throw nothingRead(read);
        }
        List<String> crlf =
                files.stream().filter(TextFile::crlf).map(TextFile::name).toList();
        if (!crlf.isEmpty()) {
            String first = crlf.get(0);
            warnings.accept((crlf.size() == 1 ? first + " has" : crlf.size() + " files, " + first + " the first, have")
                    + " CRLF line ends; they are learned as they are, '\\r' included");
        }
        return files;
    }

    private void reportBad(CorpusFiles read, Consumer<String> warnings) {
        int number = read.bad().size();
        if (config.strict() && number > 0) {
            List<String> messages = new ArrayList<>();
            messages.add("corpus.strict is true, and " + Count.of(number, "file")
                    + " cannot be used: fix or exclude (corpus.exclude) each, or set corpus.strict to false:");
            messages.addAll(read.firstBad(number));
            throw new UserError(messages);
        }
        read.firstBad(MAX_WARNINGS).forEach(message -> warnings.accept(message + "; skipped"));
        if (number > MAX_WARNINGS) {
            warnings.accept(Count.of(number - MAX_WARNINGS, "more file") + " skipped");
        }
    }

    private UserError nothingRead(CorpusFiles read) {
        String where = "no file in " + String.join(", ", paths());
        if (read.empty() + read.bad().size() > 0) {
            String first = read.bad().isEmpty()
                    ? ""
                    : "; the first: " + read.firstBad(1).get(0);
            return new UserError(where + " can be used (empty: " + read.empty() + ", not text or unreadable: "
                    + read.bad().size() + first + ")");
        }
        boolean shallow = config.include().stream().noneMatch(glob -> glob.contains("/"));
        return new UserError(where + " matches corpus.include " + config.include()
                + (config.exclude().isEmpty() ? "" : " and not corpus.exclude " + config.exclude())
                + (shallow ? "; a glob without **/ takes files of the top folder only" : ""));
    }
}
