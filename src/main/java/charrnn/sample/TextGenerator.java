package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.GeneratedText.Mark;
import charrnn.sample.GeneratedText.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The generation loop: each step generates a character of each text. Texts are added and removed between steps. A text
 * depends only on its request, not on the other texts. A token, a statement or a text that its processor refuses is taken
 * back: the stream returns to the state before it. Not thread-safe.
 */
public final class TextGenerator {
    private final LanguageModel model;
    private final List<GeneratedText> texts = new ArrayList<>(); // text i has stream i
    private final List<MarkedStream> marked = new ArrayList<>(); // entry i has stream texts.size() + i

    /** A stream in the state of a text at one of its marks. */
    private record MarkedStream(GeneratedText text, Mark mark) {}

    /** @param model has no streams */
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
        int first = texts.size(); // of the marks
        int added = model.add();
        if (added > first) {
            model.copy(first, model.add());
            model.copy(added, first);
            model.remove(added);
            Collections.rotate(marked, -1); // the first one is now the last
        }
        texts.add(text);
        if (text.mayTakeBack()) {
            for (Mark mark : Mark.values()) {
                model.add();
                marked.add(new MarkedStream(text, mark));
            }
        }
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

    /** Continues a text and returns whether it has ended. An exception goes to its listener, which may rethrow it. */
    private boolean advance(GeneratedText text, int stream) {
        try {
            Consumer<Mark> mark = reached -> model.copy(stream, stream(text, reached));
            Step step = text.accept(model.logProbabilities(stream), mark);
            while (step == Step.TAKEN_BACK) {
                int to = stream(text, text.takenBackTo());
                for (int i = 0; i < text.takenBackTo().ordinal(); i++) {
                    model.copy(to, stream(text, Mark.values()[i]));
                }
                model.copy(to, stream);
                step = text.accept(model.logProbabilities(stream), mark);
            }
            return step == Step.ENDED;
        } catch (RuntimeException e) {
            text.listener().fail(e);
            return true;
        }
    }

    public void remove(GeneratedText text) {
        remove(texts.indexOf(text));
    }

    private int stream(GeneratedText text, Mark mark) {
        return texts.size() + marked.indexOf(new MarkedStream(text, mark));
    }

    /** Removes a text. The last text takes its stream. */
    private void remove(int stream) {
        GeneratedText text = texts.get(stream);
        for (Mark mark : text.mayTakeBack() ? Mark.values() : new Mark[0]) {
            model.remove(stream(text, mark));
            Collections.swap(marked, marked.indexOf(new MarkedStream(text, mark)), marked.size() - 1);
            marked.remove(marked.size() - 1);
        }
        int last = texts.size() - 1;
        if (marked.isEmpty()) {
            model.remove(stream);
        } else {
            model.copy(last, stream);
            model.remove(last); // the last mark takes its stream
            Collections.rotate(marked, 1);
        }
        Collections.swap(texts, stream, last);
        texts.remove(last);
    }

    /** Receives a text while a {@link TextGenerator} generates it. */
    @FunctionalInterface
    public interface GenerationListener {
        /** Receives the next character. A possible beginning of a stop string is held back until the next characters decide. */
        void accept(Token token);

        /** Called last if the text is complete. */
        default void finish(FinishReason reason) {}

        /**
         * Called last if the text cannot be continued, for instance because no symbol has a probability above zero.
         * The default implementation throws the exception.
         */
        default void fail(RuntimeException exception) {
            throw exception;
        }
    }
}
