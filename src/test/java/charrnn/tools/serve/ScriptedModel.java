package charrnn.tools.serve;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model that has a text in mind, and goes on in it no matter what else it reads. It is sure of each character, except of
 * those that it thinks no likelier than three others.
 */
final class ScriptedModel implements LanguageModel {
    /** Of the character that comes, where the model is sure. */
    static final double SURE = 0.96;

    /** Where it is not; 0.2 for each of the others. */
    static final double UNSURE = 0.3;

    private static final String OTHERS = "XYZ";

    private final int[] script;
    private final String unsureOf;
    private final Vocabulary vocabulary;
    private final List<Integer> places = new ArrayList<>(); // in the script, of each stream

    /** @param unsureOf characters of the script */
    ScriptedModel(String script, String unsureOf) {
        this.script = script.codePoints().toArray();
        this.unsureOf = unsureOf;
        vocabulary = new Vocabulary((script + OTHERS).codePoints().boxed().toList());
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int size() {
        return places.size();
    }

    @Override
    public int add() {
        places.add(0);
        return places.size() - 1;
    }

    @Override
    public void remove(int stream) {
        int last = places.remove(places.size() - 1);
        if (stream < places.size()) {
            places.set(stream, last);
        }
    }

    @Override
    public void copy(int from, int to) {
        places.set(to, places.get(from));
    }

    @Override
    public void reset(int stream) {
        places.set(stream, 0);
    }

    @Override
    public void step(int... indices) {
        for (int stream = 0; stream < indices.length; stream++) {
            if (indices[stream] == vocabulary.indexOf(expected(stream))) {
                places.set(stream, (places.get(stream) + 1) % script.length);
            }
        }
    }

    private int expected(int stream) {
        return script[places.get(stream)];
    }

    @Override
    public float[] logProbabilities(int stream) {
        boolean sure = unsureOf.indexOf(expected(stream)) < 0;
        double rest = sure ? 1 - SURE : 1 - UNSURE - 0.2 * OTHERS.length();
        float[] logarithms = new float[vocabulary.size()];
        Arrays.fill(logarithms, (float) Math.log(rest / logarithms.length));
        if (!sure) {
            OTHERS.chars().forEach(other -> logarithms[vocabulary.indexOf(other)] = (float) Math.log(0.2));
        }
        logarithms[vocabulary.indexOf(expected(stream))] = (float) Math.log(sure ? SURE : UNSURE);
        return logarithms;
    }
}
