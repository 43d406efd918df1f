package charrnn.corpus;

import charrnn.config.Config;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.FixedWidthText.Range;
import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Sources.Source;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.message.Count;
import charrnn.message.Spelling;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.io.FilenameUtils;

/** Loads the corpus of a configuration: reads the files, splits them and builds the vocabulary. */
final class CorpusLoader {
    private final CorpusConfig config;
    private final Optional<Vocabulary> fixed;
    private final FixedWidthText.Writer text;
    private final LoadListener listener;

    /**
     * @param fixed vocabulary for encoding; if empty, one is built from the training part
     * @param text receives the text of the files
     */
    CorpusLoader(CorpusConfig config, Optional<Vocabulary> fixed, FixedWidthText.Writer text, LoadListener listener) {
        this.config = config;
        this.fixed = fixed;
        this.text = text;
        this.listener = listener;
    }

    /**
     * Reads the configured files in shuffled order, up to the limit of characters, and splits them. Of equal files, the first one
     * is used. If the limit falls into a file, the file is cut at a line end.
     */
    Corpus load() {
        ConfiguredFiles selection = new ConfiguredFiles(config);
        SortedMap<String, Source> sources = new TreeMap<>();
        sources(selection).forEach(source -> sources.put(selection.order(source.name()), source));
        CorpusReader reader = new CorpusReader(sources.values(), text, listener);
        Map<String, TextFile> used = new LinkedHashMap<>(); // by digest
        SortedMap<String, String> duplicates = new TreeMap<>();
        int empty = 0;
        long left = config.maxChars() == 0 ? Long.MAX_VALUE : config.maxChars();
        for (Iterator<Source> next = sources.values().iterator(); left > 0 && next.hasNext(); ) {
            Optional<TextFile> read = reader.read(next.next(), left);
            if (read.isEmpty()) {
                continue;
            }
            TextFile file = read.get();
            TextFile first = used.getOrDefault(file.sha256(), file);
            if (file.chars() == 0) {
                empty++;
            } else if (!first.equals(file)) {
                duplicates.put(file.name(), first.name());
            } else {
                used.put(file.sha256(), file);
                left -= file.length();
            }
        }
        reportBad(reader);
        long taken = used.values().stream().mapToLong(TextFile::length).sum();
        String others = hintOfOtherKinds(selection, taken);
        if (used.isEmpty()) {
            throw nothingRead(empty, reader.bad(), others);
        } else if (!others.isEmpty()) {
            warn("corpus.include " + config.include() + " takes " + Count.of(taken, "character") + others);
        }
        FixedWidthText all = text.text();
        List<TextFile> files = used.values().stream()
                .map(file -> file.chars() == file.length() ? file : file.cutAt(file.cutNear(0, file.length(), all)))
                .toList();
        warnOfCrlf(files.stream().filter(TextFile::crlf).map(TextFile::name).toList());
        int skipped = empty + reader.bad().size();
        return corpus(all, files, split(selection, files, all), duplicates, skipped);
    }

    /** Reads the files of a recorded split; a {@link UserError} names missing and changed ones. */
    Corpus load(Split recorded) {
        SortedMap<String, Piece> last = new TreeMap<>(); // of each file, by name
        recorded.pieces().forEach(piece -> last.merge(piece.file(), piece, (a, b) -> a.end() > b.end() ? a : b));
        List<Source> sources = sources((path, name) -> last.containsKey(name));
        CorpusReader reader = new CorpusReader(sources, text, listener);
        Map<String, TextFile> files = new HashMap<>();
        Map<String, String> faults = new HashMap<>();
        for (Source source : sources) {
            Piece piece = Objects.requireNonNull(last.get(source.name()));
            reader.read(source, piece.end()).ifPresent(file -> {
                boolean unchanged = file.sha256().equals(piece.sha256()) && file.length() == piece.end();
                if (unchanged) {
                    files.put(file.name(), file);
                } else {
                    faults.put(file.name(), "changed");
                }
            });
        }
        faults.putAll(reader.bad());
        List<String> wrong = last.keySet().stream()
                .filter(name -> !files.containsKey(name))
                .map(name -> name + " (" + faults.getOrDefault(name, "missing") + ")")
                .toList();
        if (!wrong.isEmpty()) {
            throw new UserError(
                    "corpus.path: not the corpus that the recorded split was made of; missing, changed or unusable: "
                            + wrong.size() + " of " + Count.of(last.size(), "file") + ": " + Spelling.atMost(5, wrong));
        }
        return corpus(text.text(), List.copyOf(files.values()), recorded, new TreeMap<>(), 0);
    }

    private List<Source> sources(FileSelection selection) {
        return new Sources(config.path(), config.followLinks()).list(selection);
    }

    /** Splits the files that can be held out as if there were no others, and adds the others to the training part. */
    private Split split(ConfiguredFiles selection, List<TextFile> files, FixedWidthText all) {
        Map<Boolean, List<TextFile>> groups =
                files.stream().collect(Collectors.partitioningBy(file -> selection.canBeHeldOut(file.name())));
        List<TextFile> candidates = groups.getOrDefault(true, List.of());
        List<TextFile> others = groups.getOrDefault(false, List.of());
        String key = "corpus.heldOutFrom";
        if (candidates.isEmpty()) {
            throw new UserError(key + ": no file of the corpus matches " + config.heldOutFrom());
        }
        String about = others.isEmpty() ? "" : key + " " + config.heldOutFrom() + ": ";
        Split split = new SplitPlanner(candidates, all, config.validationShare(), config.testShare())
                .plan(warning -> warn(about + warning));
        return others.isEmpty() ? split : split.withTraining(others, config.seed());
    }

    private Corpus corpus(
            FixedWidthText all, List<TextFile> files, Split split, SortedMap<String, String> duplicates, int skipped) {
        Map<String, Long> starts = files.stream().collect(Collectors.toMap(TextFile::name, TextFile::start));
        // The positions of a part's pieces in the text of all files.
        Function<Part, List<Range>> ranges = part -> split.of(part).stream()
                .map(piece -> new Range(Objects.requireNonNull(starts.get(piece.file())) + piece.from(), piece.chars()))
                .toList();
        List<Range> train = ranges.apply(Part.TRAIN);
        List<Range> validation = ranges.apply(Part.VALIDATION);
        List<Range> test = ranges.apply(Part.TEST);
        CharCounts trainCounts = all.count(train);
        CharCounts validationCounts = all.count(validation);
        CharCounts testCounts = all.count(test);
        Vocabulary vocabulary = fixed.orElseGet(() -> trainCounts.vocabulary(config.vocabulary()));
        warnOfUnknown(trainCounts, validationCounts, testCounts);
        return new Corpus(
                new EncodedText(all, train, vocabulary, trainCounts),
                new EncodedText(all, validation, vocabulary, validationCounts),
                new EncodedText(all, test, vocabulary, testCounts),
                vocabulary,
                split,
                duplicates,
                skipped);
    }

    /** Escapes a message, which may quote names of files. */
    private void warn(String message) {
        listener.warn(TerminalText.line(message));
    }

    private void warnOfUnknown(CharCounts trainCounts, CharCounts validationCounts, CharCounts testCounts) {
        CharCounts counts = new CharCounts();
        counts.add(validationCounts);
        counts.add(testCounts);
        fixed.ifPresent(vocabulary -> counts.add(trainCounts));
        String unknown = counts.describe(
                codePoint -> fixed.map(vocabulary -> vocabulary.indexOf(codePoint) == Vocabulary.UNKNOWN)
                        .orElseGet(() -> trainCounts.of(codePoint) == 0));
        if (!unknown.isEmpty()) {
            warn((fixed.isPresent()
                            ? "the text holds characters that the model's vocabulary does not"
                            : "validation and test hold characters that the training text does not")
                    + "; they are read as the unknown symbol: " + unknown);
        }
    }

    private void warnOfCrlf(List<String> names) {
        if (!names.isEmpty()) {
            String first = names.get(0);
            warn((names.size() == 1 ? first + " has" : names.size() + " files, " + first + " the first, have")
                    + " CRLF line ends; they are learned as they are, '\\r' included");
        }
    }

    private void reportBad(CorpusReader reader) {
        if (config.strict() && !reader.bad().isEmpty()) {
            List<String> messages = new ArrayList<>();
            messages.add("corpus.strict is true, and " + Count.of(reader.bad().size(), "file")
                    + " cannot be used: fix or exclude (corpus.exclude) each, or set corpus.strict to false:");
            reader.bad().forEach((name, reason) -> messages.add(name + ": " + reason));
            throw new UserError(messages);
        }
        reader.warnOfBad();
    }

    /**
     * Names the kinds of text that the default {@code corpus.include} leaves out, and the option for each. Empty if it is not the
     * default, if more than 100,000 characters were taken, or if no kind is ten times as long as them.
     */
    private String hintOfOtherKinds(ConfiguredFiles selection, long taken) {
        if (taken > 100_000
                || !config.include().equals(Config.defaults().corpus().include())) {
            return "";
        }
        CorpusReader reader = new CorpusReader(List.of(), new FixedWidthText.Writer(), warning -> {});
        Map<String, List<Source>> byExtension =
                sources((path, name) -> !selection.excludes(path) && !selection.excludes(name)).stream()
                        .filter(source -> !("/" + source.name()).contains("/."))
                        .collect(Collectors.groupingBy(source -> FilenameUtils.getExtension(source.name())));
        return byExtension.entrySet().stream()
                .filter(kind -> kind.getKey().matches("(?![ch]$)\\w+") && bytes(kind.getValue()) > 10 * taken)
                .sorted(Comparator.comparing(kind -> -bytes(kind.getValue())))
                .filter(kind -> kind.getValue().stream()
                        .filter(file -> bytes(List.of(file)) < 100_000_000) // one that is read quickly
                        .limit(1)
                        .anyMatch(file -> reader.read(file, 0).isPresent()))
                .limit(3)
                .map(kind -> String.format(
                        Locale.ROOT,
                        "; there are also %,d .%s files, %.1f MB: train and corpus take them with --set"
                                + " \"corpus.include=**/*.%2$s\"",
                        kind.getValue().size(),
                        kind.getKey(),
                        bytes(kind.getValue()) / 1e6))
                .collect(Collectors.joining());
    }

    private static long bytes(List<Source> files) {
        return files.stream().mapToLong(file -> file.path().toFile().length()).sum();
    }

    private UserError nothingRead(int empty, SortedMap<String, String> bad, String others) {
        List<String> paths = config.path().stream()
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                .toList();
        String where = "no file in " + String.join(", ", paths);
        if (empty + bad.size() > 0) {
            String first = bad.isEmpty() ? "" : "; the first: " + bad.firstKey() + ": " + bad.get(bad.firstKey());
            return new UserError(where + " can be used (empty: " + empty + ", not text or unreadable: " + bad.size()
                    + first + ")" + others);
        }
        boolean shallow = config.include().stream().noneMatch(glob -> glob.contains("/"));
        return new UserError(where + " matches corpus.include " + config.include()
                + (config.exclude().isEmpty() ? "" : " and not corpus.exclude " + config.exclude())
                + (shallow ? "; a glob without **/ takes files of the top folder only" : "")
                + others);
    }
}
