package charrnn.model;

import charrnn.corpus.InputEncoding;
import charrnn.corpus.MatchHistory;
import charrnn.corpus.MatchMemory;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A network as a language model: an {@link LstmStepper}, and for each stream the history in which matches are found. */
final class NetworkModel extends LstmStepper implements LanguageModel {
    private final Vocabulary vocabulary;
    private final InputEncoding input;
    private Supplier<MatchHistory> newHistory; // of a stream that is added
    private final List<MatchHistory> histories = new ArrayList<>(); // of each stream

    /** The parameters after the vocabulary are those of the {@link LstmStepper}. */
    NetworkModel(MultiLayerNetwork network, Vocabulary vocabulary, int blockRows, boolean allThreadsFree) {
        super(network, Networks.input(network).ones(), blockRows, allThreadsFree);
        this.vocabulary = vocabulary;
        input = Networks.input(network);
        newHistory = input::history;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public void useMemory(MatchMemory memory) {
        newHistory = () -> input.history(memory);
    }

    @Override
    public int add() {
        histories.add(newHistory.get());
        return super.add();
    }

    @Override
    public void remove(int stream) {
        super.remove(stream);
        histories.set(stream, histories.get(histories.size() - 1));
        histories.remove(histories.size() - 1);
    }

    @Override
    public void copy(int from, int to) {
        super.copy(from, to);
        histories.set(to, histories.get(from).copy());
    }

    @Override
    public void remember(int stream, int... indices) {
        int[] unused = new int[input.ones()];
        for (int index : indices) {
            histories.get(stream).read(index, unused, 0);
        }
    }

    @Override
    public void step(int... indices) {
        int[] inputs = new int[indices.length * input.ones()];
        for (int i = 0; i < indices.length; i++) {
            histories.get(i).read(indices[i], inputs, i * input.ones());
        }
        super.step(inputs);
    }

    @Override
    public float[][] read(int... indices) {
        int[] inputs = new int[indices.length * input.ones()];
        for (int i = 0; i < indices.length; i++) {
            histories.get(0).read(indices[i], inputs, i * input.ones());
        }
        return super.read(inputs);
    }
}
