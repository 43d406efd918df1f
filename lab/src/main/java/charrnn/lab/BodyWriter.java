package charrnn.lab;

import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.sample.Constraint;
import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import charrnn.sample.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Writes the bodies of functions with a network, which reads the files' own ones under the same conditions.
 *
 * @param model has no streams
 * @param constraints create the constraint of each text from the whole file before it and its maximum length
 */
record BodyWriter(LanguageModel model, SamplingOptions options, BiFunction<String, Integer, Constraint> constraints) {
    private static final int MAX_CONCURRENT = 64;
    private static final int NETWORK_CHARS = 4000; // at the end of the text before; matches are found in all of it

    /**
     * A body.
     *
     * @param bits information of its first characters by the network's own probabilities
     * @param chars number of these characters: all, or the maximum length
     */
    record Body(String text, double bits, int chars) {}

    /**
     * Writes a body at each place; its seed is the seed of the options plus the place's number. It is empty if a constraint refuses
     * the text before.
     *
     * @param notes receives the number of empty bodies, with the first reason
     * @param done receives the number of complete bodies, and the number of all
     * @return the written bodies, then the files' own ones
     */
    List<Body> write(List<CompilePlace> places, List<String> notes, BiConsumer<Integer, Integer> done) {
        TextGenerator generator = new TextGenerator(model);
        List<List<Token>> texts = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        int all = 2 * places.size();
        while (texts.size() < all || generator.size() > 0) {
            while (texts.size() < all && generator.size() < MAX_CONCURRENT) {
                texts.add(new ArrayList<>());
                try {
                    add(generator, places, texts);
                } catch (UserError e) {
                    refusals.add(e.getMessage());
                }
            }
            generator.step();
            done.accept(texts.size() - generator.size(), all);
        }
        if (!refusals.isEmpty()) {
            notes.add(Count.of(refusals.size(), "place") + " without a written body: " + refusals.get(0));
        }
        return IntStream.range(0, all)
                .mapToObj(i -> new Body(
                        i < places.size()
                                ? Token.text(texts.get(i))
                                : places.get(i - places.size()).body(),
                        texts.get(i).stream().mapToDouble(Token::bits).sum(),
                        texts.get(i).size()))
                .toList();
    }

    /** Adds the last of the texts to the generator. */
    private void add(TextGenerator generator, List<CompilePlace> places, List<List<Token>> texts) {
        int number = texts.size() - 1;
        CompilePlace place = places.get(number % places.size());
        String before = place.before();
        int from = Math.max(0, before.length() - NETWORK_CHARS);
        String read = before.substring(from);
        GenerationRequest request = number < places.size()
                ? options.request(read, number, constraints.apply(before, options.length()))
                : forced(read, place.body());
        generator.add(request, texts.get(number)::add);
        model.addToHistory(generator.size() - 1, model.vocabulary().encode(before.substring(0, from)));
    }

    /** The request for a given text: at each position, its symbol alone is left. */
    private GenerationRequest forced(String prime, String text) {
        int[] symbols = model.vocabulary().encode(text);
        LogitsProcessor processor = (logProbabilities, generated) -> {
            Arrays.fill(logProbabilities, Float.NEGATIVE_INFINITY);
            logProbabilities[symbols[generated.size()]] = 0;
        };
        int length = Math.min(options.length(), symbols.length);
        return new GenerationRequest(prime, false, length, Constraint.NONE, processor, options.random(0), List.of(), 0);
    }
}
