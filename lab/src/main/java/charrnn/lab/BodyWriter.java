package charrnn.lab;

import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.sample.Constraint;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Writes the bodies of functions with a network.
 *
 * @param model has no streams
 * @param constraints create the constraint of each text from the whole file before it and its maximum length
 */
record BodyWriter(LanguageModel model, SamplingOptions options, BiFunction<String, Integer, Constraint> constraints) {
    private static final int MAX_CONCURRENT = 64;
    private static final int NETWORK_CHARS = 4000; // at the end of the text before; matches are found in all of it

    /**
     * Writes a body at each place; its seed is the seed of the options plus the place's number. It is empty if a constraint refuses
     * the text before.
     *
     * @param notes receives the number of empty bodies, with the first reason
     * @param done receives the number of complete bodies, and the number of all
     */
    List<String> write(List<CompilePlace> places, List<String> notes, BiConsumer<Integer, Integer> done) {
        TextGenerator generator = new TextGenerator(model);
        List<StringBuilder> bodies = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        while (bodies.size() < places.size() || generator.size() > 0) {
            while (bodies.size() < places.size() && generator.size() < MAX_CONCURRENT) {
                StringBuilder body = new StringBuilder();
                try {
                    add(generator, places.get(bodies.size()).before(), bodies.size(), body);
                } catch (UserError e) {
                    refusals.add(e.getMessage());
                }
                bodies.add(body);
            }
            generator.step();
            done.accept(bodies.size() - generator.size(), places.size());
        }
        if (!refusals.isEmpty()) {
            notes.add(Count.of(refusals.size(), "place") + " without a written body: " + refusals.get(0));
        }
        return bodies.stream().map(StringBuilder::toString).toList();
    }

    private void add(TextGenerator generator, String before, int number, StringBuilder body) {
        int from = Math.max(0, before.length() - NETWORK_CHARS);
        Constraint constraint = constraints.apply(before, options.length());
        generator.add(
                options.request(before.substring(from), number, constraint),
                token -> body.appendCodePoint(token.codePoint()));
        model.addToHistory(generator.size() - 1, model.vocabulary().encode(before.substring(0, from)));
    }
}
