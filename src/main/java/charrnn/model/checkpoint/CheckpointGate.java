package charrnn.model.checkpoint;

import charrnn.config.Count;
import charrnn.config.TerminalText;
import charrnn.corpus.Vocabulary;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a checkpoint is hostile until it is checked, and from where on Deeplearning4j may see it. Nothing in here calls
 * Deeplearning4j: {@code ModelSerializer} would deserialize Java objects out of a zip (deeplearning4j #10428), and
 * {@code fromJson} would load any class that the JSON names.
 */
final class CheckpointGate {
    /** Floats hardly compress; only zeros do, and a fresh Adam's state is at most two thirds of a file. */
    private static final int LARGEST_RATIO = 8;

    /** Small JSON may compress better than that. */
    private static final int RATIO_FREE = 4 << 20;

    private final Map<Part, ZipSlice> parts = new EnumMap<>(Part.class);

    private CheckpointGate(List<ZipSlice> entries, long fileSize) {
        checkKind(entries);
        long total = 0;
        for (ZipSlice entry : entries) {
            Part part = Part.of(entry.name())
                    .orElseThrow(() -> Refused.because("it has the entry '" + TerminalText.line(entry.name(), 100)
                            + "', which no charrnn checkpoint has"));
            check(parts.put(part, entry) == null, "it has the entry " + part.entry() + " twice");
            check(entry.size() <= part.largest(), "its entry " + part.entry() + " is too large");
            total += entry.size();
        }
        check(total <= LARGEST_RATIO * fileSize + RATIO_FREE, "it would unpack to far more than its size");
        Memory.require(total);
        for (Part part : Part.values()) {
            check(!part.required() || parts.containsKey(part), "it lacks the entry " + part.entry());
        }
    }

    /**
     * Checks a file's bytes.
     *
     * @throws Refused if any check fails
     */
    static CheckedCheckpoint check(byte[] file) {
        return new CheckpointGate(ZipImage.entries(file), file.length).checkParts();
    }

    private static void checkKind(List<ZipSlice> entries) {
        boolean network = entries.stream().anyMatch(e -> e.name().equals(Part.CONFIGURATION.entry()));
        check(network, "it is a zip file of something else, without a " + Part.CONFIGURATION.entry());
        if (entries.stream().noneMatch(e -> e.name().startsWith(Part.OURS))) {
            throw Refused.with("is a Deeplearning4j model without a vocabulary; charrnn reads the checkpoints that it"
                    + " wrote itself");
        }
    }

    private CheckedCheckpoint checkParts() {
        // First, for the one who has a newer checkpoint: anything else may be different there.
        Progress progress = ProgressJson.read(StrictJson.tree(part(Part.PROGRESS)));
        JsonNode configuration = StrictJson.tree(part(Part.CONFIGURATION));
        ConfigurationRules.check(configuration);
        NetworkShape shape = NetworkShape.of(configuration);
        Vocabulary vocabulary = VocabularyJson.read(part(Part.VOCABULARY));
        check(
                vocabulary.size() == shape.vocabulary(),
                "its vocabulary has " + Count.of(vocabulary.size(), "symbol") + ", its network " + shape.vocabulary());
        ArrayEntry.checkSize(part(Part.COEFFICIENTS), shape.parameters());
        Optional<ZipSlice> updaterState = Optional.ofNullable(parts.get(Part.UPDATER_STATE));
        updaterState.ifPresent(entry -> ArrayEntry.checkSize(entry, shape.updaterState()));
        return new CheckedCheckpoint(
                configuration.toString(),
                shape,
                part(Part.COEFFICIENTS),
                updaterState,
                vocabulary,
                configYaml(),
                progress,
                state(shape));
    }

    private String configYaml() {
        String yaml = Utf8.text(part(Part.CONFIG));
        checkYaml(yaml);
        return yaml;
    }

    /** @throws Refused if the text has characters that YAML allows only escaped, and that a terminal would obey */
    static void checkYaml(String yaml) {
        boolean plain = yaml.chars().allMatch(c -> !Character.isISOControl(c) || c == '\t' || c == '\n' || c == '\r');
        check(plain, "its " + Part.CONFIG.entry() + " has control characters");
    }

    private RecurrentState state(NetworkShape shape) {
        ZipSlice entry = parts.get(Part.STATE);
        return entry == null ? RecurrentState.NONE : RecurrentStateCodec.read(entry, shape.hidden());
    }

    private ZipSlice part(Part part) {
        ZipSlice entry = parts.get(part);
        if (entry == null) {
            throw new IllegalStateException(part + " is required");
        }
        return entry;
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw Refused.because(otherwise);
        }
    }
}
