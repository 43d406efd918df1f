package charrnn.model.checkpoint;

import charrnn.config.Count;
import charrnn.config.TerminalText;
import charrnn.corpus.Vocabulary;
import charrnn.model.NetworkDesign;
import charrnn.model.RecurrentState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * An untrusted checkpoint file. The constructor checks everything but the numbers in the arrays and what {@code
 * configuration.json} says beyond the {@link #design}; these are checked when they are read.
 */
final class CheckedCheckpoint {
    /**
     * Maximum ratio of unpacked to packed bytes. Floats hardly compress; only zeros do, and a fresh Adam's state is at
     * most two thirds of a file.
     */
    private static final int MAX_RATIO = 8;

    /** Bytes allowed beyond the maximum ratio, since small JSON may compress better. */
    private static final int EXTRA_BYTES = 4 << 20;

    /** Maximum mean of squares: far above those of a clipped gradient, and small enough for the update rules. */
    private static final float MAX_MEAN_OF_SQUARES = 1e30f;

    private final Map<Part, ZipImage.Entry> parts;
    private final ConfigurationJson configuration;
    final Progress progress;
    final NetworkDesign design;
    final Vocabulary vocabulary;
    final String configYaml;
    final RecurrentState state;

    /** @throws Refused if any check fails */
    CheckedCheckpoint(byte[] file) {
        parts = parts(ZipImage.entries(file), file.length);
        // Read first, since the other entries of a newer format may differ, and the message must name the format.
        progress = CheckpointJson.readProgress(CheckpointJson.tree(part(Part.PROGRESS)));
        configuration = new ConfigurationJson(CheckpointJson.tree(part(Part.CONFIGURATION)));
        design = configuration.design();
        vocabulary = VocabularyJson.read(part(Part.VOCABULARY));
        Refused.unless(
                vocabulary.size() == design.vocabulary(),
                "its vocabulary has " + Count.of(vocabulary.size(), "symbol") + ", its network " + design.vocabulary());
        ArrayEntry.checkSize(part(Part.COEFFICIENTS), design.parameterCount());
        if (hasUpdaterState()) {
            ArrayEntry.checkSize(part(Part.UPDATER_STATE), design.updaterStateSize());
        }
        configYaml = part(Part.CONFIG).text();
        checkYaml(configYaml);
        state = Optional.ofNullable(parts.get(Part.STATE))
                .map(entry -> RecurrentStateCodec.read(entry, design.hidden()))
                .orElse(RecurrentState.NONE);
    }

    private static Map<Part, ZipImage.Entry> parts(List<ZipImage.Entry> entries, long fileSize) {
        checkKind(entries);
        Map<Part, ZipImage.Entry> parts = new EnumMap<>(Part.class);
        long total = 0;
        for (ZipImage.Entry entry : entries) {
            Part part = Part.of(entry.name())
                    .orElseThrow(() -> Refused.because("it has the entry '" + TerminalText.line(entry.name(), 100)
                            + "', which no charrnn checkpoint has"));
            Refused.unless(parts.put(part, entry) == null, "it has the entry " + part.entry() + " twice");
            Refused.unless(entry.size() <= part.maxBytes(), "its entry " + part.entry() + " is too large");
            total += entry.size();
        }
        Refused.unless(total <= MAX_RATIO * fileSize + EXTRA_BYTES, "it would unpack to far more than its size");
        requireMemory(total);
        for (Part part : Part.values()) {
            Refused.unless(!part.required() || parts.containsKey(part), "it lacks the entry " + part.entry());
        }
        return parts;
    }

    private static void checkKind(List<ZipImage.Entry> entries) {
        boolean network = entries.stream().anyMatch(e -> e.name().equals(Part.CONFIGURATION.entry()));
        Refused.unless(network, "it is a zip file of something else, without a " + Part.CONFIGURATION.entry());
        if (entries.stream().noneMatch(e -> e.name().startsWith(Part.CHARRNN_FOLDER))) {
            throw Refused.with("is a Deeplearning4j model without a vocabulary; charrnn reads the checkpoints that it"
                    + " wrote itself");
        }
    }

    /**
     * Checks that bytes fit into memory, so that a huge file gives a one-line message, not an OutOfMemoryError.
     *
     * @throws Refused if they would take more than half of the heap
     */
    static void requireMemory(long bytes) {
        long limit = Math.min(Runtime.getRuntime().maxMemory() / 2, Integer.MAX_VALUE - 8);
        if (bytes > limit) {
            throw Refused.with("needs " + (bytes >> 20) + " MiB of memory, more than the " + (limit >> 20)
                    + " MiB that this Java may spend on it (see java -Xmx)");
        }
    }

    /** @throws Refused if the text has control characters other than tabs and ends of lines: they control a terminal */
    static void checkYaml(String yaml) {
        boolean plain = yaml.chars().allMatch(c -> !Character.isISOControl(c) || c == '\t' || c == '\n' || c == '\r');
        Refused.unless(plain, "its " + Part.CONFIG.entry() + " has control characters");
    }

    /**
     * The network's configuration for Deeplearning4j.
     *
     * @throws Refused if it differs from what charrnn writes
     */
    MultiLayerConfiguration configuration() {
        return configuration.build();
    }

    /** Whether the update rule's state is in the file. */
    boolean hasUpdaterState() {
        return parts.containsKey(Part.UPDATER_STATE);
    }

    /**
     * The network's parameters.
     *
     * @throws Refused if one is not finite
     */
    float[] parameters() {
        return ArrayEntry.read(part(Part.COEFFICIENTS), Math.toIntExact(design.parameterCount()));
    }

    /**
     * The update rule's running means, which must be in the file: those of the gradients (Adam alone), then those of their
     * squares, one for each parameter. Deeplearning4j stores them so if all layers have the same rule.
     *
     * @throws Refused if a mean of squares is negative or too large
     */
    float[] updaterState() {
        ZipImage.Entry entry = part(Part.UPDATER_STATE);
        float[] means = ArrayEntry.read(entry, Math.toIntExact(design.updaterStateSize()));
        for (int i = Math.toIntExact(means.length - design.parameterCount()); i < means.length; i++) {
            if (!(means[i] >= 0 && means[i] <= MAX_MEAN_OF_SQUARES)) {
                throw Refused.because("its " + entry.name() + " has " + means[i]
                        + " for the mean of a gradient's squares, which "
                        + (means[i] < 0 ? "cannot be negative" : "must be at most " + MAX_MEAN_OF_SQUARES));
            }
        }
        return means;
    }

    private ZipImage.Entry part(Part part) {
        return Optional.ofNullable(parts.get(part)).orElseThrow();
    }
}
