package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.TerminalText;
import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Loads the corpus of a configuration: reads the files, splits them and builds the vocabulary. */
final class CorpusLoader {
    private final CorpusConfig config;
    private final Optional<Vocabulary> fixed;
    private final ArchiveLimits limits;
    private final CorpusCache cache;
    private final LoadListener listener;

    /** @param fixed vocabulary for encoding; if empty, it is built from the training part */
    CorpusLoader(
            CorpusConfig config,
            Optional<Vocabulary> fixed,
            ArchiveLimits limits,
            CorpusCache cache,
            LoadListener listener) {
        this.config = config;
        this.fixed = fixed;
        this.limits = limits;
        this.cache = cache;
        this.listener = listener;
    }

    /** Reads the configured files and splits them. */
    Corpus load() {
        ConfiguredFiles selection = new ConfiguredFiles(config);
        CorpusFiles read = cache.read(new Sources(config.path(), limits), selection, listener);
        FileSampler sampler = selection.sample(read, this::warn);
        List<TextFile> files = sampler.files(read.text());
        Split split =
                new SplitPlanner(files, read.text(), config.validationShare(), config.testShare()).plan(this::warn);
        return corpus(
                read,
                files,
                split,
                sampler.duplicates(),
                read.empty() + read.bad().size());
    }

    /** Reads the files of a recorded split; uses the stored text of the configured files if it contains them. */
    Corpus load(Split recorded) {
        RecordedFiles selection = new RecordedFiles(config, recorded);
        Sources sources = new Sources(config.path(), limits);
        CorpusFiles read = cache.find(sources, new ConfiguredFiles(config))
                .filter(selection::areIn)
                .orElseGet(() -> cache.read(sources, selection, listener));
        return corpus(read, selection.files(read), recorded, List.of(), 0);
    }

    private Corpus corpus(CorpusFiles read, List<TextFile> files, Split split, List<TextFile> duplicates, int skipped) {
        Map<String, TextFile> byName = new HashMap<>();
        files.forEach(file -> byName.put(file.name(), file));
        PartText train = PartText.of(split.of(Part.TRAIN), byName);
        PartText validation = PartText.of(split.of(Part.VALIDATION), byName);
        PartText test = PartText.of(split.of(Part.TEST), byName);
        CharCounts learned = train.counts(read);
        CharCounts validated = validation.counts(read);
        CharCounts tested = test.counts(read);
        Vocabulary vocabulary = fixed.orElseGet(() -> learned.vocabulary(config.vocabulary()));
        warnOfUnknown(learned, validated, tested);
        return new Corpus(
                train.encoded(read.text(), vocabulary, learned),
                validation.encoded(read.text(), vocabulary, validated),
                test.encoded(read.text(), vocabulary, tested),
                vocabulary,
                split,
                CorpusSummary.of(split, duplicates.size(), skipped, vocabulary.size()),
                usedNames(duplicates, files));
    }

    /** Escapes a message, which may quote names of files and of entries in archives. */
    private void warn(String message) {
        listener.warn(TerminalText.line(message));
    }

    private void warnOfUnknown(CharCounts learned, CharCounts validated, CharCounts tested) {
        CharCounts counts = new CharCounts();
        counts.add(validated);
        counts.add(tested);
        if (fixed.isEmpty()) {
            String unseen = counts.describe(codePoint -> learned.of(codePoint) == 0);
            if (!unseen.isEmpty()) {
                warn("validation and test hold characters that the training text does not; they are read as the"
                        + " unknown symbol: " + unseen);
            }
            return;
        }
        counts.add(learned);
        String unknown = counts.describe(codePoint -> fixed.get().indexOf(codePoint) == Vocabulary.UNKNOWN);
        if (!unknown.isEmpty()) {
            warn("the text holds characters that the model's vocabulary does not; they are read as the unknown"
                    + " symbol: " + unknown);
        }
    }

    /** Maps the name of each duplicate to the name of the equal file that is used. */
    private static SortedMap<String, String> usedNames(List<TextFile> duplicates, List<TextFile> files) {
        Map<String, String> names = new HashMap<>();
        files.forEach(file -> names.put(file.sha256(), file.name()));
        SortedMap<String, String> usedNames = new TreeMap<>();
        duplicates.stream()
                .filter(file -> names.containsKey(file.sha256()))
                .forEach(file -> usedNames.put(file.name(), names.get(file.sha256())));
        return usedNames;
    }

    /**
     * The positions of a part's pieces.
     *
     * @param positions position of each piece in the text of all files, [pieces]
     * @param starts position of each piece in the part, and last the part's length, [pieces + 1]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record PartText(long[] positions, long[] starts) {

        static PartText of(List<Piece> pieces, Map<String, TextFile> files) {
            long[] positions = new long[pieces.size()];
            long[] starts = new long[pieces.size() + 1];
            for (int i = 0; i < positions.length; i++) {
                Piece piece = pieces.get(i);
                TextFile file = Objects.requireNonNull(files.get(piece.file()), piece.file());
                positions[i] = file.start() + piece.from();
                starts[i + 1] = starts[i] + piece.chars();
            }
            return new PartText(positions, starts);
        }

        EncodedText encoded(FixedWidthText text, Vocabulary vocabulary, CharCounts counts) {
            return new EncodedText(text, positions, starts, vocabulary.indices(), counts.byIndex(vocabulary));
        }

        /** Counts the part's characters by reading the part or, if that is shorter, everything else. */
        CharCounts counts(CorpusFiles read) {
            long length = starts[positions.length];
            CharCounts counts = new CharCounts();
            if (length <= read.text().length() / 2) {
                for (int i = 0; i < positions.length; i++) {
                    read.text().count(positions[i], positions[i] + starts[i + 1] - starts[i], 1, counts);
                }
                return counts;
            }
            TreeMap<Long, Long> ends = new TreeMap<>();
            for (int i = 0; i < positions.length; i++) {
                ends.put(positions[i], positions[i] + starts[i + 1] - starts[i]);
            }
            ends.put(read.text().length(), read.text().length());
            counts.add(read.counts());
            long gap = 0;
            for (Map.Entry<Long, Long> piece : ends.entrySet()) {
                read.text().count(gap, piece.getKey(), -1, counts);
                gap = piece.getValue();
            }
            return counts;
        }
    }
}
