package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.TerminalText;
import charrnn.corpus.Split.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes a corpus of a configuration: reads, splits, chooses the vocabulary, encodes. */
final class CorpusLoader {
    private final CorpusConfig config;
    private final Optional<Vocabulary> fixed;
    private final ArchiveLimits limits;
    private final EncodingCache cache;
    private final LoadListener listener;

    /** @param fixed the vocabulary to encode with; where there is none, that of the training part */
    CorpusLoader(
            CorpusConfig config,
            Optional<Vocabulary> fixed,
            ArchiveLimits limits,
            EncodingCache cache,
            LoadListener listener) {
        this.config = config;
        this.fixed = fixed;
        this.limits = limits;
        this.cache = cache;
        this.listener = listener;
    }

    /** Reads what the configuration asks for, and splits it anew. */
    Corpus load() {
        Encoding encoding = cache.encode(sources(), () -> new ConfiguredFiles(config), listener);
        ConfiguredFiles gathering = new ConfiguredFiles(config);
        List<FileText> files = gathering.files(encoding, this::warn);
        Split split = new SplitPlanner(files, encoding, config.validationShare(), config.testShare()).plan(this::warn);
        return corpus(new PartBuilder(files, split, encoding), split, gathering.duplicates(), gathering.skipped());
    }

    /** Reads the files of a recorded split. What was encoded when the split was made has them too. */
    Corpus load(Split recorded) {
        RecordedFiles refinding = new RecordedFiles(config, recorded);
        Encoding encoding = cache.find(sources(), new ConfiguredFiles(config))
                .filter(refinding::isIn)
                .orElseGet(() -> cache.encode(sources(), () -> refinding, listener));
        return corpus(new PartBuilder(refinding.files(encoding), recorded, encoding), recorded, List.of(), 0);
    }

    private List<Source> sources() {
        return Sources.of(config.path(), limits);
    }

    private Corpus corpus(PartBuilder assembly, Split split, List<FileText> duplicates, int skipped) {
        Alphabet alphabet = assembly.alphabet();
        long[] train = assembly.count(Part.TRAIN);
        long[] validation = assembly.count(Part.VALIDATION);
        long[] test = assembly.count(Part.TEST);
        long[] heldOut = sum(validation, test);
        Vocabulary vocabulary = fixed.orElseGet(() -> SymbolChoice.choose(alphabet, train, config.vocabulary()));
        if (fixed.isPresent()) {
            warnOfForeign(alphabet, sum(train, heldOut), vocabulary);
        } else {
            warnOfUnseen(alphabet, train, heldOut);
        }
        return new Corpus(
                assembly.text(Part.TRAIN, vocabulary, train),
                assembly.text(Part.VALIDATION, vocabulary, validation),
                assembly.text(Part.TEST, vocabulary, test),
                vocabulary,
                split,
                CorpusSummary.of(split, duplicates.size(), skipped, vocabulary.size()),
                assembly.twins(duplicates));
    }

    /** Messages quote names of files and of entries in archives. */
    private void warn(String message) {
        listener.warn(TerminalText.line(message));
    }

    private static long[] sum(long[] first, long[] second) {
        long[] sum = new long[first.length];
        Arrays.setAll(sum, i -> first[i] + second[i]);
        return sum;
    }

    private void warnOfUnseen(Alphabet alphabet, long[] train, long[] heldOut) {
        String unseen = UnknownCharacters.describe(alphabet, heldOut, number -> train[number] == 0);
        if (!unseen.isEmpty()) {
            warn("validation and test hold characters that the training text does not; they are read as the"
                    + " unknown symbol: " + unseen);
        }
    }

    private void warnOfForeign(Alphabet alphabet, long[] all, Vocabulary vocabulary) {
        String foreign = UnknownCharacters.describe(
                alphabet, all, number -> vocabulary.indexOf(alphabet.codePoint(number)) == Vocabulary.UNKNOWN);
        if (!foreign.isEmpty()) {
            warn("the text holds characters that the model's vocabulary does not; they are read as the unknown"
                    + " symbol: " + foreign);
        }
    }
}
