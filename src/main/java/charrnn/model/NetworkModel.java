package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import charrnn.lstm.NativeLibrary;
import charrnn.match.InputEncoding;
import charrnn.match.MatchMemory;
import charrnn.match.TextHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/** A network as a language model: an {@link LstmStepper}, and for each stream the history in which matches are found. */
final class NetworkModel implements LanguageModel {
    private final Vocabulary vocabulary;
    private final InputEncoding encoding;
    private final LstmStepper stepper;
    private final List<TextHistory> histories = new ArrayList<>(); // of each stream
    private Supplier<TextHistory> newHistory; // of a stream that is added

    /**
     * Creates a model whose products are in bfloat16 where the processor multiplies it: with 2×768 units it is five times as
     * fast, and its loss changes by less than 0.0002 bits per character (docs/lab/notebook/performance.md).
     */
    NetworkModel(MultiLayerNetwork network, Vocabulary vocabulary, boolean allThreads) {
        this(network, vocabulary, allThreads, NativeLibrary.multipliesBfloat16() ? DataType.BFLOAT16 : DataType.FLOAT);
    }

    /**
     * Creates a model without streams.
     *
     * @param allThreads as for the {@link LstmStepper}
     * @param factorType type of the products' factors, as for the {@link LstmStepper}
     */
    NetworkModel(MultiLayerNetwork network, Vocabulary vocabulary, boolean allThreads, DataType factorType) {
        this.vocabulary = vocabulary;
        encoding = Networks.encoding(network);
        stepper = new LstmStepper(network, allThreads, encoding.activeInputs(), factorType);
        newHistory = () -> encoding.history(vocabulary);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public void useMemory(Supplier<MatchMemory> memory) {
        if (encoding.matches() > 0) {
            MatchMemory made = memory.get();
            newHistory = () -> encoding.history(vocabulary, made);
        }
    }

    @Override
    public int size() {
        return stepper.size();
    }

    @Override
    public int add() {
        histories.add(newHistory.get());
        return stepper.add();
    }

    @Override
    public void remove(int stream) {
        stepper.remove(stream);
        histories.set(stream, histories.get(histories.size() - 1));
        histories.remove(histories.size() - 1);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record NetworkSnapshot(float[][] state, TextHistory history) implements Snapshot {}

    @Override
    public Snapshot save(int stream) {
        return new NetworkSnapshot(stepper.save(stream), histories.get(stream).copy());
    }

    @Override
    public void restore(int stream, Snapshot snapshot) {
        NetworkSnapshot saved = (NetworkSnapshot) snapshot;
        stepper.restore(stream, saved.state);
        histories.set(stream, saved.history.copy());
    }

    @Override
    public void addToHistory(int stream, int... indices) {
        check(indices, stream + 1);
        int[] unused = new int[encoding.activeInputs()];
        for (int index : indices) {
            histories.get(stream).read(index, unused, 0);
        }
    }

    @Override
    public void beginWriting(int stream) {
        histories.get(stream).beginWriting();
    }

    @Override
    public void step(int... indices) {
        check(indices, indices.length);
        int[] inputs = new int[indices.length * encoding.activeInputs()];
        for (int i = 0; i < indices.length; i++) {
            histories.get(i).read(indices[i], inputs, i * encoding.activeInputs());
        }
        stepper.step(inputs);
    }

    @Override
    public float[][] read(int... indices) {
        check(indices, 1);
        int[] inputs = new int[indices.length * encoding.activeInputs()];
        for (int i = 0; i < indices.length; i++) {
            histories.get(0).read(indices[i], inputs, i * encoding.activeInputs());
        }
        return stepper.read(inputs);
    }

    /** Throws, before anything changes, if a symbol is not in the vocabulary or a stream is missing. */
    private void check(int[] indices, int streams) {
        if (streams > size()) {
            throw new IllegalArgumentException(streams + " symbols for " + size() + " streams");
        }
        for (int index : indices) {
            if (index < 0 || index >= encoding.vocabulary()) {
                throw new IllegalArgumentException("symbol " + index + " of a vocabulary of " + encoding.vocabulary());
            }
        }
    }

    @Override
    public float[] logProbabilities(int stream) {
        return stepper.logProbabilities(stream);
    }

    @Override
    public List<Integer> hiddenSizes() {
        return stepper.hiddenSizes();
    }

    @Override
    public float[] hidden(int stream, int layer) {
        return stepper.hidden(stream, layer);
    }

    @Override
    public float[] cells(int stream, int layer) {
        return stepper.cells(stream, layer);
    }
}
