package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.FixedWidthText.Range;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.message.Count;
import charrnn.message.Spelling;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Loads the corpus of a configuration: reads the files, splits them and builds the vocabulary.
 *
 * @param fixed vocabulary for encoding; if empty, one is built from the training part
 */
record CorpusLoader(
        CorpusConfig config, Optional<Vocabulary> fixed, FixedWidthText.Writer text, LoadListener listener) {
    /**
     * Reads the configured files in shuffled order, up to the limit of characters, and splits them. Of equal files, the first one
     * is used. If the limit falls into a file, the file is cut at a line end.
     */
    Corpus load() {
        ConfiguredFiles selection = new ConfiguredFiles(config);
        SortedMap<String, SourceFile> sources = new TreeMap<>();
        sources(selection).forEach(source -> sources.put(selection.order(source.name()), source));
        CorpusReader reader = new CorpusReader(sources.values(), text, listener);
        List<TextFile> files = new ArrayList<>();
        long left = config.maxChars() == 0 ? Long.MAX_VALUE : config.maxChars();
        for (Iterator<SourceFile> next = sources.values().iterator(); left > 0 && next.hasNext(); ) {
            Optional<TextFile> file = reader.readNew(next.next(), left);
            file.ifPresent(files::add);
            left -= file.map(TextFile::length).orElse(0L);
        }
        reader.warnOfBad();
        if (files.isEmpty()) {
            throw nothingRead(reader);
        }
        FixedWidthText all = text.text();
        files.replaceAll(
                file -> file.chars() == file.length() ? file : file.cutAt(file.cutNear(0, file.length(), all)));
        warnOfCrlf(files.stream().filter(TextFile::crlf).map(TextFile::name).toList());
        int skipped = reader.empty() + reader.bad().size();
        return corpus(all, files, split(selection, files, all), reader.duplicates(), skipped, false);
    }

    /** Reads the files of a recorded split; a {@link UserError} names missing and changed ones. */
    Corpus load(Split recorded) {
        SortedMap<String, Piece> last = new TreeMap<>(); // of each file, by name
        recorded.pieces().forEach(piece -> last.merge(piece.file(), piece, (a, b) -> a.end() > b.end() ? a : b));
        List<SourceFile> sources = sources((path, name) -> last.containsKey(name)).stream()
                .filter(source -> last.containsKey(source.name()))
                .toList();
        CorpusReader reader = new CorpusReader(sources, text, listener);
        Map<String, TextFile> files = new HashMap<>();
        Map<String, String> faults = new HashMap<>();
        for (SourceFile source : sources) {
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
        return corpus(text.text(), List.copyOf(files.values()), recorded, 0, 0, true);
    }

    private List<SourceFile> sources(FolderWalk.Selection selection) {
        return new Sources(config.path()).list(selection);
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
            FixedWidthText all, List<TextFile> files, Split split, int duplicates, int skipped, boolean isRecorded) {
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
        if (!isRecorded) { // a run warns when it begins
            warnOfUnknown(trainCounts, validationCounts, testCounts);
        }
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

    private UserError nothingRead(CorpusReader reader) {
        List<String> paths = config.path().stream()
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                .toList();
        String where = "no file in " + String.join(", ", paths);
        SortedMap<String, String> bad = reader.bad();
        if (reader.empty() + bad.size() > 0) {
            String first = bad.isEmpty() ? "" : "; the first: " + bad.firstKey() + ": " + bad.get(bad.firstKey());
            return new UserError(where + " can be used (empty: " + reader.empty() + ", not text or unreadable: "
                    + bad.size() + first + ")");
        }
        boolean shallow = config.include().stream().noneMatch(glob -> glob.contains("/"));
        return new UserError(where + " matches corpus.include " + config.include()
                + (config.exclude().isEmpty() ? "" : " and not corpus.exclude " + config.exclude())
                + (shallow ? "; a glob without **/ takes files of the top folder only" : ""));
    }
}
