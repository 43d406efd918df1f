package charrnn.model.checkpoint;

import charrnn.config.TerminalText;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The first and bluntest check of {@code configuration.json}: whatever looks like the name of a class, under any key
 * that a Jackson has ever taken for a type's, must be one of these. {@link ConfigurationRules} then asks for the right
 * class in the right place; this one needs to know nothing of places, so a gap there is not a hole.
 */
final class TypeNames {
    static final String LSTM = "org.deeplearning4j.nn.conf.layers.LSTM";
    static final String RNN_OUTPUT = "org.deeplearning4j.nn.conf.layers.RnnOutputLayer";
    static final String TANH = "org.nd4j.linalg.activations.impl.ActivationTanH";
    static final String SIGMOID = "org.nd4j.linalg.activations.impl.ActivationSigmoid";
    static final String SOFTMAX = "org.nd4j.linalg.activations.impl.ActivationSoftmax";
    static final String MCXENT = "org.nd4j.linalg.lossfunctions.impl.LossMCXENT";
    static final String ADAM = "org.nd4j.linalg.learning.config.Adam";
    static final String RMSPROP = "org.nd4j.linalg.learning.config.RmsProp";
    static final String SGD = "org.nd4j.linalg.learning.config.Sgd";
    static final String DROPOUT = "org.deeplearning4j.nn.conf.dropout.Dropout";
    static final String XAVIER = "org.deeplearning4j.nn.weights.WeightInitXavier";
    static final String XAVIER_UNIFORM = "org.deeplearning4j.nn.weights.WeightInitXavierUniform";
    static final String BY_DISTRIBUTION = "org.deeplearning4j.nn.weights.WeightInitDistribution";
    static final String UNIFORM = "org.deeplearning4j.nn.conf.distribution.UniformDistribution";
    static final String NORMAL = "org.deeplearning4j.nn.conf.distribution.NormalDistribution";
    static final String ORTHOGONAL = "org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution";

    private static final Set<String> ALLOWED = Set.of(
            LSTM,
            RNN_OUTPUT,
            TANH,
            SIGMOID,
            SOFTMAX,
            MCXENT,
            ADAM,
            RMSPROP,
            SGD,
            DROPOUT,
            XAVIER,
            XAVIER_UNIFORM,
            BY_DISTRIBUTION,
            UNIFORM,
            NORMAL,
            ORTHOGONAL);

    private TypeNames() {}

    /** @throws Refused if a class is named, anywhere in the tree, that is not allowed */
    static void check(JsonNode tree) {
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual() && namesType(field.getKey(), value.textValue())) {
                throw refused(value.textValue());
            }
        }
        tree.forEach(TypeNames::check);
    }

    private static boolean namesType(String key, String text) {
        String plain = key.strip().toLowerCase(Locale.ROOT);
        boolean typeKey = plain.startsWith("@") || plain.equals("type") || plain.equals("class");
        // Words with a dot are class names too, wherever they stand: no other text of the configuration has one.
        return (typeKey || text.indexOf('.') >= 0) && !ALLOWED.contains(text);
    }

    static Refused refused(String name) {
        return Refused.with("names the class " + TerminalText.line(name, 100) + ", which no charrnn network uses");
    }
}
