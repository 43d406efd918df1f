package charrnn.model.checkpoint;

import static java.util.Objects.requireNonNull;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.ModelConfig.Gates;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmInstaller;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import charrnn.model.NetworkDesign;
import charrnn.model.RecurrentState;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads checkpoints, which may be untrusted. The constructor checks everything but the arrays; {@link #read} checks these too.
 * Each entry is read at most once, so that the bytes that are checked are the bytes that are used. {@code configuration.json},
 * which is for other programs, is not read: {@code charrnn/config.yaml} and the vocabulary define the network.
 */
public final class CheckpointReader {
    /**
     * Maximum ratio of unpacked to packed bytes. Floats hardly compress; only zeros do, and a fresh Adam's state is at
     * most two thirds of a file.
     */
    private static final int MAX_RATIO = 8;

    /** Bytes allowed beyond the maximum ratio, since small JSON may compress better. */
    private static final int EXTRA_BYTES = 4 << 20;

    private final Map<EntryName, Entry> entries;
    private final NetworkDesign design;
    private final Vocabulary vocabulary;
    private final String configYaml;
    private final Progress progress;
    private final String obstacle; // see Summary

    /**
     * The content of a checkpoint, without its arrays.
     *
     * @param obstacle why the run cannot be resumed, a predicate to follow the file's name; empty if it can
     */
    public record Summary(NetworkDesign design, String obstacle, String configYaml, Progress progress) {
        public boolean resumable() {
            return obstacle.isEmpty();
        }
    }

    /**
     * Reads a checkpoint. The network has Deeplearning4j's own LSTM layers; charrnn's must be installed again.
     *
     * @param withUpdater whether to read the optimizer's and the recurrent state, which only resuming needs
     * @throws UserError if the file is missing or unreadable, or is not a checkpoint that charrnn wrote
     */
    public static Checkpoint read(Path file, boolean withUpdater) {
        return read(
                file,
                it -> new Checkpoint(
                        it.network(withUpdater), it.vocabulary, it.configYaml, it.progress, it.state(withUpdater)));
    }

    /** Reads a checkpoint for resuming; empty if it is missing, unreadable or refused. */
    public static Optional<Checkpoint> readIfWhole(Path file) {
        try {
            return Optional.of(read(file, true));
        } catch (UserError e) {
            return Optional.empty();
        }
    }

    /** Reads as {@link #read} does, but without the arrays: no network is built and no native library needed. */
    public static Summary summary(Path file) {
        return read(file, it -> new Summary(it.design, it.obstacle, it.configYaml, it.progress));
    }

    private static <T> T read(Path file, Function<CheckpointReader, T> use) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Refused.unless(
                    attributes.isRegularFile(), attributes.isDirectory() ? "it is a folder" : "it is not a file");
            long maxBytes = maxBytes(attributes.size());
            checkEnds(file);
            // In this charset any bytes are a name; those of a checkpoint are ASCII.
            try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1)) {
                return use.apply(new CheckpointReader(Entry.all(zip, maxBytes)));
            }
        } catch (Refused e) {
            throw new UserError(file + " " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new UserError("There is no checkpoint " + file, e);
        } catch (ZipException e) {
            throw new UserError(
                    file + " " + Refused.because("its zip is damaged").getMessage(), e);
        } catch (IOException e) {
            throw UserError.unreadable(file, e);
        } catch (UncheckedIOException e) {
            throw UserError.unreadable(file, requireNonNull(e.getCause()));
        } catch (OutOfMemoryError e) {
            // The size was checked, but the rest of the heap may be full.
            throw new UserError(file + " needs more memory than this Java may use (see java -Xmx)", e);
        }
    }

    /** Refuses a file that does not begin or does not end as a zip without a comment. */
    private static void checkEnds(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            Refused.unless(in.size() > 0, "it is empty");
            Refused.unless(hasSignature(in, 0, "PK\3\4"), "it is not a zip file");
            Refused.unless(
                    hasSignature(in, Math.max(0, in.size() - ZipFile.ENDHDR), "PK\5\6"),
                    "it ends early (truncated), or has bytes after its end");
        }
    }

    private static boolean hasSignature(FileChannel in, long at, String signature) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(signature.length());
        in.read(bytes, at);
        return signature.equals(new String(bytes.array(), StandardCharsets.ISO_8859_1));
    }

    /** Maximum number of bytes to which a file of a size may unpack. */
    private static long maxBytes(long size) {
        long memory = Math.min(Runtime.getRuntime().maxMemory() / 2, Integer.MAX_VALUE - 8);
        if (size > memory) { // in place of an OutOfMemoryError
            throw Refused.with("needs " + (size >> 20) + " MiB of memory, more than the " + (memory >> 20)
                    + " MiB that this Java may spend on it (see java -Xmx)");
        }
        return Math.min(memory, MAX_RATIO * size + EXTRA_BYTES);
    }

    /** @throws Refused if any check fails */
    private CheckpointReader(Map<EntryName, Entry> entries) {
        this.entries = entries;
        checkEntries();
        // Read first, since the other entries of a newer format may differ, and the message must name the format.
        JsonNode json = CheckpointJson.tree(entry(EntryName.PROGRESS));
        progress = CheckpointJson.readProgress(json);
        vocabulary = CheckpointJson.readVocabulary(entry(EntryName.VOCABULARY));
        configYaml = entry(EntryName.CONFIG).text();
        List<String> mistakes = new ArrayList<>();
        design = design(configYaml, vocabulary, mistakes::add);
        Entry coefficients = entry(EntryName.COEFFICIENTS);
        if (!mistakes.isEmpty() && !ArrayEntry.hasLength(coefficients, design.parameterCount())) {
            throw Refused.because("its configuration is not allowed: " + TerminalText.line(mistakes.get(0), 200));
        }
        ArrayEntry.checkedRank(coefficients, design.parameterCount());
        boolean hasUpdater = entries.containsKey(EntryName.UPDATER_STATE);
        if (hasUpdater) {
            ArrayEntry.checkedRank(entry(EntryName.UPDATER_STATE), design.updaterStateSize());
        }
        String ofWeights = ", so its run cannot be resumed: sample and evaluate take it, and train --init-from begins a"
                + " new run with its weights";
        if (!mistakes.isEmpty()) {
            obstacle = "cannot be resumed, since its configuration is not allowed: "
                    + TerminalText.line(mistakes.get(0), 200);
        } else if (CheckpointJson.isOfEarlierFormat(json)) {
            obstacle = "was saved by an earlier charrnn" + ofWeights;
        } else if (!hasUpdater && design.updaterStateSize() > 0) { // plain SGD has no state
            obstacle = "was saved without the optimizer's state" + ofWeights;
        } else {
            obstacle = "";
        }
    }

    private void checkEntries() {
        if (entries.keySet().stream().noneMatch(name -> name.path.startsWith(EntryName.CHARRNN_FOLDER))) {
            throw Refused.with("is a Deeplearning4j model without a vocabulary; charrnn reads the checkpoints that it"
                    + " wrote itself");
        }
        for (EntryName name : EntryName.values()) {
            Refused.unless(!name.required || entries.containsKey(name), "it lacks the entry " + name.path);
        }
    }

    private Entry entry(EntryName name) {
        return requireNonNull(entries.get(name));
    }

    /** @throws Refused if the text has control characters, which control a terminal, or contradicts itself */
    private static NetworkDesign design(String yaml, Vocabulary vocabulary, Consumer<String> mistakes) {
        Refused.unless(
                yaml.chars().noneMatch(TerminalText::isControl),
                "its " + EntryName.CONFIG.path + " has control characters");
        Config config = ConfigLoader.recorded(yaml, EntryName.CONFIG.path, mistakes);
        Refused.unless(
                config.model().hiddenSizes().size() == config.model().layers(),
                "its " + EntryName.CONFIG.path + " does not have one size for each layer");
        return new NetworkDesign(config.model(), config.training(), vocabulary.size());
    }

    private RecurrentState state(boolean withUpdater) {
        return withUpdater && entries.containsKey(EntryName.STATE)
                ? RecurrentStateCodec.read(
                        entry(EntryName.STATE),
                        design.training().batchSize(),
                        design.model().hiddenSizes())
                : RecurrentState.NONE;
    }

    private MultiLayerNetwork network(boolean withUpdater) {
        if (withUpdater && !obstacle.isEmpty()) {
            throw Refused.with(obstacle);
        }
        float[] parameters = ArrayEntry.read(entry(EntryName.COEFFICIENTS), Math.toIntExact(design.parameterCount()));
        MultiLayerConfiguration configuration = design.configuration();
        configuration.setIterationCount((int) progress.step()); // Adam's time
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init(Nd4j.createFromArray(parameters), false);
        Refused.unless(
                !withUpdater || design.model().gates() == Gates.FULL || LstmInstaller.isCoupled(network),
                "its gates are not coupled, as its configuration says");
        if (withUpdater && design.updaterStateSize() > 0) {
            network.getUpdater().setStateViewArray(network, Nd4j.createFromArray(updaterState()), false);
        }
        return network;
    }

    /**
     * The optimizer's running means: those of the gradients (Adam alone), then those of their squares, one for each
     * parameter. Deeplearning4j stores them so if all layers have the same rule.
     */
    private float[] updaterState() {
        float[] means = ArrayEntry.read(entry(EntryName.UPDATER_STATE), Math.toIntExact(design.updaterStateSize()));
        for (int i = Math.toIntExact(means.length - design.parameterCount()); i < means.length; i++) {
            entry(EntryName.UPDATER_STATE).check(means[i] >= 0, "a mean of squares is negative");
        }
        return means;
    }
}
