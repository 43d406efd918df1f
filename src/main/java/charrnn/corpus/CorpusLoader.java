package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.TerminalText;
import charrnn.config.UserError;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.corpus.FixedWidthText.Range;
import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Sources.Source;
import charrnn.corpus.Split.Part;
import java.util.HashMap;
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
 * @param text receives the text of the files
 */
record CorpusLoader(
        CorpusConfig config, Optional<Vocabulary> fixed, FixedWidthText.Writer text, LoadListener listener) {

    /** Reads the configured files and splits them. */
    Corpus load() {
        ConfiguredFiles selection = new ConfiguredFiles(config);
        CorpusFiles read = read(selection);
        List<TextFile> files = selection.sample(read, this::warn);
        Split split = split(selection, files, read.text());
        int skipped = read.empty() + read.bad().size();
        return corpus(read, files, split, duplicates(read, files), skipped);
    }

    private CorpusFiles read(FileSelection selection) {
        List<Source> sources = new Sources(config.path()).list(selection);
        return new CorpusReader(selection, text, listener).read(sources);
    }

    /** Splits the files that can be held out as if there were no others, and adds the others to the training part. */
    private Split split(ConfiguredFiles selection, List<TextFile> files, FixedWidthText text) {
        Map<Boolean, List<TextFile>> groups =
                files.stream().collect(Collectors.partitioningBy(file -> selection.canBeHeldOut(file.name())));
        List<TextFile> candidates = groups.getOrDefault(true, List.of());
        List<TextFile> others = groups.getOrDefault(false, List.of());
        String key = "corpus.heldOutFrom";
        if (candidates.isEmpty()) {
            throw new UserError(key + ": no file of the corpus matches " + config.heldOutFrom());
        }
        String about = others.isEmpty() ? "" : key + " " + config.heldOutFrom() + ": ";
        Split split = new SplitPlanner(candidates, text, config.validationShare(), config.testShare())
                .plan(warning -> warn(about + warning));
        return others.isEmpty() ? split : split.withTraining(others, config.seed());
    }

    /** Reads the files of a recorded split. */
    Corpus load(Split recorded) {
        RecordedFiles selection = new RecordedFiles(recorded);
        CorpusFiles read = read(selection);
        return corpus(read, selection.files(read), recorded, new TreeMap<>(), 0);
    }

    private Corpus corpus(
            CorpusFiles read, List<TextFile> files, Split split, SortedMap<String, String> duplicates, int skipped) {
        Map<String, Long> starts = files.stream().collect(Collectors.toMap(TextFile::name, TextFile::start));
        // The positions of a part's pieces in the text of all files.
        Function<Part, List<Range>> ranges = part -> split.of(part).stream()
                .map(piece -> new Range(Objects.requireNonNull(starts.get(piece.file())) + piece.from(), piece.chars()))
                .toList();
        List<Range> train = ranges.apply(Part.TRAIN);
        List<Range> validation = ranges.apply(Part.VALIDATION);
        List<Range> test = ranges.apply(Part.TEST);
        FixedWidthText text = read.text();
        CharCounts trainCounts = text.count(train, read.counts());
        CharCounts validationCounts = text.count(validation);
        CharCounts testCounts = text.count(test);
        Vocabulary vocabulary = fixed.orElseGet(() -> trainCounts.vocabulary(config.vocabulary()));
        warnOfUnknown(trainCounts, validationCounts, testCounts);
        return new Corpus(
                new EncodedText(text, train, vocabulary, trainCounts),
                new EncodedText(text, validation, vocabulary, validationCounts),
                new EncodedText(text, test, vocabulary, testCounts),
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
        counts.add(validationCounts, 1);
        counts.add(testCounts, 1);
        fixed.ifPresent(vocabulary -> counts.add(trainCounts, 1));
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

    /** Names of the duplicates, mapped to those of the equal files in use. */
    private static SortedMap<String, String> duplicates(CorpusFiles read, List<TextFile> files) {
        Map<String, String> names = new HashMap<>();
        files.forEach(file -> names.put(file.sha256(), file.name()));
        SortedMap<String, String> duplicates = new TreeMap<>();
        for (TextFile file : read.files()) {
            String used = names.getOrDefault(file.sha256(), file.name());
            if (!used.equals(file.name())) {
                duplicates.put(file.name(), used);
            }
        }
        return duplicates;
    }
}
