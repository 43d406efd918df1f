package charrnn.model.checkpoint;

import static charrnn.model.checkpoint.JsonRule.FLAG;
import static charrnn.model.checkpoint.JsonRule.NOTHING;
import static charrnn.model.checkpoint.JsonRule.list;
import static charrnn.model.checkpoint.JsonRule.nullOr;
import static charrnn.model.checkpoint.JsonRule.number;
import static charrnn.model.checkpoint.JsonRule.object;
import static charrnn.model.checkpoint.JsonRule.text;
import static charrnn.model.checkpoint.JsonRule.whole;
import static charrnn.model.checkpoint.JsonRule.word;
import static charrnn.model.checkpoint.JsonRule.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The schema of {@code configuration.json}: what Deeplearning4j 1.0.0-M2.1 writes of a network that charrnn builds,
 * and nothing else. A key more or less is refused, so neither a class nor one of Deeplearning4j's legacy formats gets
 * a place to come in. Whoever lets charrnn build other networks must add to these rules; a test fails loudly.
 */
final class ConfigurationRules {
    static final int MOST_LSTM_LAYERS = 8;
    static final int LARGEST_LAYER = 8192;

    private static final JsonRule COUNT = whole(0, Integer.MAX_VALUE);
    private static final JsonRule SIZE = whole(1, Math.max(LARGEST_LAYER, VocabularyJson.MOST));
    private static final JsonRule FINITE = number(-1e9, 1e9);
    private static final JsonRule RATE = number(0, 1e6);
    private static final JsonRule SHARE = number(0, 1);
    private static final JsonRule EMPTY_LIST = list(0, NOTHING);
    private static final JsonRule CACHE = nullOr(word("NONE", "HOST", "DEVICE"));
    private static final JsonRule WORKSPACE = word("NONE", "ENABLED");

    private static final JsonRule UPDATER = ClassRule.keyed("@class")
            .allow(TypeNames.ADAM, Map.of("learningRate", RATE, "beta1", SHARE, "beta2", SHARE, "epsilon", SHARE))
            .allow(TypeNames.RMSPROP, Map.of("learningRate", RATE, "rmsDecay", SHARE, "epsilon", SHARE))
            .allow(TypeNames.SGD, Map.of("learningRate", RATE));

    private static final JsonRule DROPOUT = ClassRule.keyed("@class")
            .allow(TypeNames.DROPOUT, Map.of("p", SHARE, "helperAllowFallback", FLAG, "pschedule", NOTHING));

    /** A distribution names its class under another key than everything else. */
    private static final JsonRule DISTRIBUTION = ClassRule.keyed("type")
            .allow(TypeNames.UNIFORM, Map.of("lower", FINITE, "upper", FINITE))
            .allow(TypeNames.NORMAL, Map.of("mean", FINITE, "std", FINITE))
            .allow(TypeNames.ORTHOGONAL, Map.of("gain", FINITE));

    private static final JsonRule WEIGHT_INIT = ClassRule.keyed("@class")
            .allow(TypeNames.XAVIER)
            .allow(TypeNames.XAVIER_UNIFORM)
            .allow(TypeNames.BY_DISTRIBUTION, Map.of("distribution", DISTRIBUTION));

    private static final JsonRule NETWORK = object(Map.ofEntries(
            Map.entry("backpropType", word("TruncatedBPTT", "Standard")),
            Map.entry("cacheMode", CACHE),
            Map.entry("confs", list(MOST_LSTM_LAYERS + 1, ConfigurationRules::checkLayer)),
            Map.entry("dataType", word("FLOAT")),
            Map.entry("epochCount", COUNT),
            Map.entry("inferenceWorkspaceMode", WORKSPACE),
            Map.entry("inputPreProcessors", object(Map.of())),
            Map.entry("iterationCount", COUNT),
            Map.entry("tbpttBackLength", COUNT),
            Map.entry("tbpttFwdLength", COUNT),
            Map.entry("trainingWorkspaceMode", WORKSPACE),
            Map.entry("validateOutputLayerConfig", FLAG)));

    private static final JsonRule LSTM = layer(lstm(), "W", "RW", "b");
    private static final JsonRule OUTPUT = layer(output(), "W", "b");

    private ConfigurationRules() {}

    /** @throws Refused if the configuration is not one of a network that charrnn builds */
    static void check(JsonNode configuration) {
        TypeNames.check(configuration);
        NETWORK.check(configuration, "configuration");
    }

    private static void checkLayer(JsonNode conf, String path) {
        boolean output =
                TypeNames.RNN_OUTPUT.equals(conf.path("layer").path("@class").asText());
        (output ? OUTPUT : LSTM).check(conf, path);
    }

    private static JsonRule layer(JsonRule layer, String... parameters) {
        return object(Map.ofEntries(
                Map.entry("cacheMode", CACHE),
                Map.entry("dataType", word("FLOAT")),
                Map.entry("epochCount", COUNT),
                Map.entry("iterationCount", COUNT),
                Map.entry("layer", layer),
                Map.entry("maxNumLineSearchIterations", COUNT),
                Map.entry("miniBatch", FLAG),
                Map.entry("minimize", FLAG),
                Map.entry("optimizationAlgo", word("STOCHASTIC_GRADIENT_DESCENT")),
                Map.entry("seed", whole(Long.MIN_VALUE, Long.MAX_VALUE)),
                Map.entry("stepFunction", NOTHING),
                Map.entry("variables", words(parameters))));
    }

    private static JsonRule lstm() {
        Map<String, JsonRule> keys = new HashMap<>(anyLayer());
        keys.put("activationFn", ClassRule.keyed("@class").allow(TypeNames.TANH));
        keys.put("gateActivationFn", ClassRule.keyed("@class").allow(TypeNames.SIGMOID));
        keys.put("forgetGateBiasInit", FINITE);
        keys.put("helperAllowFallback", FLAG);
        keys.put("weightInitFnRecurrent", nullOr(WEIGHT_INIT));
        return ClassRule.keyed("@class").allow(TypeNames.LSTM, keys);
    }

    private static JsonRule output() {
        Map<String, JsonRule> keys = new HashMap<>(anyLayer());
        keys.put("activationFn", ClassRule.keyed("@class").allow(TypeNames.SOFTMAX));
        keys.put("hasBias", JsonRule.TRUE);
        keys.put("lossFn", ClassRule.keyed("@class").allow(TypeNames.MCXENT, Map.of("softmaxClipEps", number(0, 0.5))));
        return ClassRule.keyed("@class").allow(TypeNames.RNN_OUTPUT, keys);
    }

    private static Map<String, JsonRule> anyLayer() {
        return Map.ofEntries(
                Map.entry("biasInit", FINITE),
                Map.entry("biasUpdater", NOTHING),
                Map.entry("constraints", NOTHING),
                Map.entry("gainInit", FINITE),
                Map.entry("gradientNormalization", word("None", "ClipElementWiseAbsoluteValue", "ClipL2PerLayer")),
                Map.entry("gradientNormalizationThreshold", RATE),
                Map.entry("idropout", nullOr(DROPOUT)),
                Map.entry("iupdater", UPDATER),
                Map.entry("layerName", nullOr(text("[A-Za-z0-9 _-]{1,64}"))),
                Map.entry("nin", SIZE),
                Map.entry("nout", SIZE),
                Map.entry("regularization", EMPTY_LIST),
                Map.entry("regularizationBias", EMPTY_LIST),
                Map.entry("rnnDataFormat", word("NCW")),
                Map.entry("timeDistributedFormat", NOTHING),
                Map.entry("weightInitFn", WEIGHT_INIT),
                Map.entry("weightNoise", NOTHING));
    }
}
