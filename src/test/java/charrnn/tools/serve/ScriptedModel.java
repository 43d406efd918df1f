package charrnn.tools.serve;

import charrnn.sample.StreamsModel;
import java.util.Arrays;

/**
 * A model that predicts the characters of a script. A stream moves on in the script, from one position to the next, when it
 * reads the predicted character, and ignores all others. Each prediction is certain or uncertain, depending on the character.
 */
final class ScriptedModel extends StreamsModel<Integer> {
    /** Probability of the predicted character if it is certain. */
    static final double CERTAIN = 0.96;

    /** Probability of the predicted character if it is uncertain; three other characters have 0.2 each. */
    static final double UNCERTAIN = 0.3;

    private static final String OTHERS = "XYZ";

    private final int[] script;
    private final String uncertain;

    /** @param uncertain characters of the script whose predictions are uncertain */
    ScriptedModel(String script, String uncertain) {
        super(script + OTHERS, 0);
        this.script = script.codePoints().toArray();
        this.uncertain = uncertain;
    }

    @Override
    public void step(int... indices) {
        for (int stream = 0; stream < indices.length; stream++) {
            if (indices[stream] == vocabulary().indexOf(expected(stream))) {
                streams.set(stream, (streams.get(stream) + 1) % script.length);
            }
        }
    }

    private int expected(int stream) {
        return script[streams.get(stream)];
    }

    @Override
    public float[] logProbabilities(int stream) {
        boolean certain = uncertain.indexOf(expected(stream)) < 0;
        double rest = certain ? 1 - CERTAIN : 1 - UNCERTAIN - 0.2 * OTHERS.length();
        float[] logarithms = new float[vocabulary().size()];
        Arrays.fill(logarithms, (float) Math.log(rest / logarithms.length));
        if (!certain) {
            OTHERS.chars().forEach(other -> logarithms[vocabulary().indexOf(other)] = (float) Math.log(0.2));
        }
        logarithms[vocabulary().indexOf(expected(stream))] = (float) Math.log(certain ? CERTAIN : UNCERTAIN);
        return logarithms;
    }
}
