package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.OneLine;
import charrnn.corpus.Split.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a corpus of a configuration: reads, splits, chooses the vocabulary, encodes. */
final class CorpusLoader {
    private final CorpusConfig config;
    private final Optional<Vocabulary> fixed;
    private final ArchiveLimits limits;
    private final Consumer<String> warnings;
    private final Alphabet alphabet = new Alphabet();

    /** @param fixed the vocabulary to encode with; where there is none, that of the training part */
    CorpusLoader(CorpusConfig config, Optional<Vocabulary> fixed, ArchiveLimits limits, Consumer<String> warnings) {
        this.config = config;
        this.fixed = fixed;
        this.limits = limits;
        // They quote names of files and of entries in archives.
        this.warnings = message -> warnings.accept(OneLine.of(message));
    }

    /** Reads what the configuration asks for, and splits it anew. */
    Corpus load() {
        Gathering gathering = new Gathering(config, alphabet);
        List<FileText> files = gathering.read(Sources.of(config.path(), limits), warnings);
        Split split = new SplitPlanner(files, config.validationShare(), config.testShare())
                .plan(alphabet.find('\n'), warnings);
        return encode(files, split, gathering.duplicates(), gathering.skipped());
    }

    /** Reads the files of a recorded split. */
    Corpus load(Split recorded) {
        List<FileText> files = new Refinding(recorded, alphabet).read(Sources.of(config.path(), limits));
        return encode(files, recorded, 0, 0);
    }

    private Corpus encode(List<FileText> files, Split split, int duplicates, int skipped) {
        Assembly assembly = new Assembly(files, split, alphabet);
        long[] train = assembly.count(Part.TRAIN);
        long[] heldOut = sum(assembly.count(Part.VALIDATION), assembly.count(Part.TEST));
        Vocabulary vocabulary = fixed.orElseGet(() -> SymbolChoice.choose(alphabet, train, config.vocabulary()));
        if (fixed.isPresent()) {
            warnOfForeign(sum(train, heldOut), vocabulary);
        } else {
            warnOfUnseen(train, heldOut);
        }
        return new Corpus(
                assembly.moveOut(Part.TRAIN, vocabulary),
                assembly.moveOut(Part.VALIDATION, vocabulary),
                assembly.moveOut(Part.TEST, vocabulary),
                vocabulary,
                split,
                CorpusSummary.of(split, duplicates, skipped, vocabulary.size()));
    }

    private static long[] sum(long[] first, long[] second) {
        long[] sum = new long[first.length];
        Arrays.setAll(sum, i -> first[i] + second[i]);
        return sum;
    }

    private void warnOfUnseen(long[] train, long[] heldOut) {
        String unseen = UnknownCharacters.describe(alphabet, heldOut, number -> train[number] == 0);
        if (!unseen.isEmpty()) {
            warnings.accept("validation and test hold characters that the training text does not; they are read as the"
                    + " unknown symbol: " + unseen);
        }
    }

    private void warnOfForeign(long[] all, Vocabulary vocabulary) {
        String foreign = UnknownCharacters.describe(
                alphabet, all, number -> vocabulary.indexOf(alphabet.codePoint(number)) == Vocabulary.UNKNOWN);
        if (!foreign.isEmpty()) {
            warnings.accept(
                    "the text holds characters that the model's vocabulary does not; they are read as the unknown"
                            + " symbol: " + foreign);
        }
    }
}
