package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The language model of a trained network: an {@link LstmStepper} whose symbols are those of a vocabulary. */
final class LstmLanguageModel extends LstmStepper implements LanguageModel {
    private final Vocabulary vocabulary;

    LstmLanguageModel(MultiLayerNetwork network, Vocabulary vocabulary, int blockRows, boolean allThreadsFree) {
        super(network, blockRows, allThreadsFree);
        this.vocabulary = vocabulary;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }
}
