package charrnn.tools.serve;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model that predicts the characters of a script. A stream moves on in the script when it reads the predicted character, and
 * ignores all others. Each prediction is certain or uncertain, depending on the character.
 */
final class ScriptedModel implements LanguageModel {
    /** Probability of the predicted character if it is certain. */
    static final double CERTAIN = 0.96;

    /** Probability of the predicted character if it is uncertain; three other characters have 0.2 each. */
    static final double UNCERTAIN = 0.3;

    private static final String OTHERS = "XYZ";

    private final int[] script;
    private final String uncertain;
    private final Vocabulary vocabulary;
    private final List<Integer> places = new ArrayList<>(); // position in the script, by stream

    /** @param uncertain characters of the script whose predictions are uncertain */
    ScriptedModel(String script, String uncertain) {
        this.script = script.codePoints().toArray();
        this.uncertain = uncertain;
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
        boolean certain = uncertain.indexOf(expected(stream)) < 0;
        double rest = certain ? 1 - CERTAIN : 1 - UNCERTAIN - 0.2 * OTHERS.length();
        float[] logarithms = new float[vocabulary.size()];
        Arrays.fill(logarithms, (float) Math.log(rest / logarithms.length));
        if (!certain) {
            OTHERS.chars().forEach(other -> logarithms[vocabulary.indexOf(other)] = (float) Math.log(0.2));
        }
        logarithms[vocabulary.indexOf(expected(stream))] = (float) Math.log(certain ? CERTAIN : UNCERTAIN);
        return logarithms;
    }
}
