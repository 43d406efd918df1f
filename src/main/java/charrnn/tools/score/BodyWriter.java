package charrnn.tools.score;

import charrnn.config.UserError;
import charrnn.model.LanguageModel;
import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import charrnn.sample.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Lets a network write the bodies of functions, and read the files' own ones under the same conditions.
 *
 * @param model has no streams
 * @param processors create the processor of each text from the whole file before it
 */
record BodyWriter(LanguageModel model, SamplingOptions options, LogitsProcessorFactory processors) {
    private static final int MAX_CONCURRENT = 64;
    private static final int NETWORK_CHARS = 4000; // at the end of the text before; matches are found in all of it

    /**
     * A body.
     *
     * @param bits information of its first characters by the network's own probabilities
     * @param chars number of these characters: all, or the maximum length
     * @param refusal why the text before cannot be continued
     */
    record Body(String text, double bits, int chars, Optional<String> refusal) {}

    /**
     * Writes a body at each place; its seed is the seed of the options plus the place's number.
     *
     * @param done receives the number of complete bodies, and the number of all
     * @return the written bodies, then the files' own ones
     */
    List<Body> write(List<CompilePlace> places, BiConsumer<Integer, Integer> done) {
        TextGenerator generator = new TextGenerator(model);
        List<List<Token>> texts = new ArrayList<>();
        List<Optional<String>> refusals = new ArrayList<>();
        int all = 2 * places.size();
        while (texts.size() < all || generator.size() > 0) {
            while (texts.size() < all && generator.size() < MAX_CONCURRENT) {
                int number = texts.size();
                CompilePlace place = places.get(number % places.size());
                List<Token> text = new ArrayList<>();
                texts.add(text);
                refusals.add(add(generator, place, number, number >= places.size(), text));
            }
            generator.step();
            done.accept(texts.size() - generator.size(), all);
        }
        List<Body> bodies = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            List<Token> text = texts.get(i);
            String body = i < places.size()
                    ? Token.text(text)
                    : places.get(i - places.size()).body();
            double bits = text.stream().mapToDouble(Token::bits).sum();
            bodies.add(new Body(body, bits, text.size(), refusals.get(i)));
        }
        return bodies;
    }

    /** Adds a text to those that are generated; returns why it cannot be continued, if so. */
    private Optional<String> add(
            TextGenerator generator, CompilePlace place, int number, boolean own, List<Token> text) {
        String before = place.before();
        int from = Math.max(0, before.length() - NETWORK_CHARS);
        try {
            String read = before.substring(from);
            GenerationRequest request = own
                    ? forced(read, place.body(), number)
                    : options.request(read, number, (prime, length) -> processors.create(before, length));
            generator.add(request, text::add);
            model.addToHistory(generator.size() - 1, model.vocabulary().encode(before.substring(0, from)));
            return Optional.empty();
        } catch (UserError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The request for a given text. */
    private GenerationRequest forced(String prime, String text, int number) {
        int[] symbols = model.vocabulary().encode(text);
        int length = Math.min(options.length(), symbols.length);
        return new GenerationRequest(prime, false, length, new Forced(symbols), options.random(number), List.of(), 0);
    }

    /** Leaves one symbol at each position: that of a given text. */
    private static final class Forced implements LogitsProcessor {
        private final int[] symbols;
        private int position;

        Forced(int[] symbols) {
            this.symbols = symbols;
        }

        @Override
        public void apply(float[] logProbabilities) {
            Arrays.fill(logProbabilities, Float.NEGATIVE_INFINITY);
            logProbabilities[symbols[position]] = 0;
        }

        @Override
        public void accept(int index) {
            position++;
        }
    }
}
