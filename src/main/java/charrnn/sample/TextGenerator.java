package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.GeneratedText.FinishReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The generation loop: each step generates a character of each text. Texts are added and removed between steps. A text
 * depends only on its request, not on the other texts. If its constraint rejects a token, a statement or the text, the stream
 * is rolled back to the snapshot before it. Not thread-safe.
 */
public final class TextGenerator {
    private final LanguageModel model;
    private final List<GeneratedText> texts = new ArrayList<>(); // text i has stream i

    public TextGenerator(LanguageModel model) {
        if (model.size() > 0) {
            throw new IllegalArgumentException("the model has " + model.size() + " streams already");
        }
        this.model = model;
    }

    public Vocabulary vocabulary() {
        return model.vocabulary();
    }

    public GeneratedText add(GenerationRequest request, GenerationListener listener) {
        GeneratedText text = new GeneratedText(model.vocabulary(), request, listener);
        model.add();
        texts.add(text);
        return text;
    }

    public int size() {
        return texts.size();
    }

    /**
     * For each text, reads a character of the prompt or generates one. Removes texts that are complete.
     *
     * @return number of generated characters
     */
    public int step() {
        if (texts.isEmpty()) {
            return 0;
        }
        for (int stream = 0; stream < texts.size(); stream++) {
            if (texts.get(stream).hasReadPrime()) {
                model.beginWriting(stream);
            }
        }
        model.step(texts.stream().mapToInt(GeneratedText::next).toArray());
        int generated = 0;
        // In descending order: a stream that takes the number of a removed one has already been advanced.
        for (int stream = texts.size() - 1; stream >= 0; stream--) {
            generated += texts.get(stream).hasReadPrime() ? 1 : 0;
            if (advance(texts.get(stream), stream)) {
                remove(stream);
            }
        }
        return generated;
    }

    /** Continues a text and returns whether it has ended. A fault goes to its listener. */
    private boolean advance(GeneratedText text, int stream) {
        try {
            return text.advance(model, stream);
        } catch (RuntimeException | Error e) {
            if (!text.listener().fail(e)) {
                throw e;
            }
            return true;
        }
    }

    public void remove(GeneratedText text) {
        remove(texts.indexOf(text));
    }

    /** Removes a text. The last text takes its stream. */
    private void remove(int stream) {
        model.remove(stream);
        Collections.swap(texts, stream, texts.size() - 1);
        texts.remove(texts.size() - 1);
    }

    /** Receives a text while a {@link TextGenerator} generates it. */
    @FunctionalInterface
    public interface GenerationListener {
        /** Receives the next character. A possible beginning of a stop string is held back until the next characters decide. */
        void accept(Token token);

        /** Called last if the text is complete. */
        default void finish(FinishReason reason) {}

        /**
         * Called last if the text cannot be continued, for instance because no symbol has a probability above zero. Returns
         * whether the other texts go on; by default, the fault is thrown.
         */
        default boolean fail(Throwable fault) {
            return false;
        }
    }
}
