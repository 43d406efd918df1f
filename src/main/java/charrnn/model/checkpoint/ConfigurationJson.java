package charrnn.model.checkpoint;

import charrnn.config.ModelConfig;
import charrnn.match.InputEncoding;
import charrnn.message.TerminalText;
import charrnn.model.NetworkDesign;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Reads {@code configuration.json}, Deeplearning4j's description of a network. Deeplearning4j would load any class that
 * it names, so only numbers are read from it: sizes, rates, counters. The configuration is rebuilt from them, and the
 * file must be, value for value, what Deeplearning4j writes for the rebuilt one. An additional or missing key is
 * refused as well.
 */
record ConfigurationJson(JsonNode json) {
    private static final double MAX_NUMBER = 1e9;

    /** @throws Refused if anything in the file is not as in the configuration of a network that charrnn builds */
    MultiLayerConfiguration build() {
        MultiLayerConfiguration built = design().configuration();
        complete(built);
        compare(json, CheckpointJson.tree(built.toJson(), EntryName.CONFIGURATION.path), "configuration");
        return built;
    }

    /** @throws Refused if a number that defines the network is missing or out of bounds */
    NetworkDesign design() {
        int layers = json.path("confs").size() - 1;
        if (layers < 1 || layers > ModelConfig.MAX_LAYERS) {
            throw differs("configuration.confs");
        }
        List<Integer> hidden = IntStream.range(0, layers)
                .mapToObj(i -> (int) whole("/confs/" + i + "/layer/nout", 1, ModelConfig.MAX_HIDDEN))
                .toList();
        String output = "/confs/" + layers + "/layer";
        boolean dropout = json.at(output + "/idropout").isObject();
        return new NetworkDesign(
                encoding((int) whole(output + "/nout", 1, CheckpointJson.MAX_SYMBOLS)),
                hidden,
                number("/confs/0/layer/forgetGateBiasInit", -MAX_NUMBER, MAX_NUMBER),
                dropout ? number(output + "/idropout/p", Double.MIN_VALUE, 1) : 1,
                (int) whole("/tbpttFwdLength", 1, Integer.MAX_VALUE),
                whole("/confs/0/seed", Long.MIN_VALUE, Long.MAX_VALUE),
                updater("/confs/0/layer/iupdater"));
    }

    private InputEncoding encoding(int vocabulary) {
        int inputs = (int) whole("/confs/0/layer/nin", 1, Integer.MAX_VALUE);
        return InputEncoding.of(vocabulary, inputs).orElseThrow(() -> {
            String allowed = InputEncoding.all(vocabulary)
                    .map(encoding -> encoding.size() + " for model.match " + encoding.matches()
                            + (encoding.names() ? " with names" : ""))
                    .collect(Collectors.joining(", "));
            return Refused.because("its network has " + inputs + " inputs, which do not fit its " + vocabulary
                    + " symbols (" + allowed + ")");
        });
    }

    private IUpdater updater(String at) {
        String name = json.at(at + "/@class").asText();
        double rate = number(at + "/learningRate", 0, MAX_NUMBER);
        return switch (name) {
            case "org.nd4j.linalg.learning.config.Adam" ->
                NetworkDesign.adam(rate, number(at + "/beta1", 0, 1), number(at + "/beta2", 0, 1));
            case "org.nd4j.linalg.learning.config.RmsProp" -> new RmsProp(rate);
            case "org.nd4j.linalg.learning.config.Sgd" -> new Sgd(rate);
            default -> throw namesClass(name);
        };
    }

    /** Sets the counters, and the names of the parameters, as {@code MultiLayerNetwork.init} does. */
    private void complete(MultiLayerConfiguration built) {
        built.setIterationCount(count("/iterationCount"));
        built.setEpochCount(count("/epochCount"));
        int output = built.getConfs().size() - 1;
        for (int i = 0; i <= output; i++) {
            NeuralNetConfiguration layer = built.getConf(i);
            layer.setIterationCount(count("/confs/" + i + "/iterationCount"));
            layer.setEpochCount(count("/confs/" + i + "/epochCount"));
            (i == output ? List.of("W", "b") : List.of("W", "RW", "b")).forEach(layer::addVariable);
        }
    }

    private int count(String at) {
        return (int) whole(at, 0, Integer.MAX_VALUE);
    }

    private long whole(String at, long min, long max) {
        JsonNode value = json.at(at);
        boolean isLong = value.isIntegralNumber() && value.canConvertToLong();
        checkNumber(at, isLong && value.longValue() >= min && value.longValue() <= max);
        return value.longValue();
    }

    private double number(String at, double min, double max) {
        JsonNode value = json.at(at);
        checkNumber(at, value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max);
        return value.doubleValue();
    }

    private static void checkNumber(String at, boolean right) {
        if (!right) {
            throw differs("configuration" + at.replaceAll("/(\\d+)", "[$1]").replace('/', '.'));
        }
    }

    /** @throws Refused at the first value that is not as expected */
    private static void compare(JsonNode found, JsonNode expected, String path) {
        if (found.isObject() && expected.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            found.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(found.path(name), expected.path(name), path + "." + name));
        } else if (found.isArray() && found.size() == expected.size()) {
            for (int i = 0; i < found.size(); i++) {
                compare(found.get(i), expected.path(i), path + "[" + i + "]");
            }
        } else if (!found.equals(expected)) {
            throw path.endsWith(".@class") && found.isTextual() ? namesClass(found.textValue()) : differs(path);
        }
    }

    private static Refused namesClass(String name) {
        return Refused.with("names the class " + TerminalText.line(name, 100) + ", which no charrnn network uses");
    }

    private static Refused differs(String path) {
        return Refused.because("its " + EntryName.CONFIGURATION.path + " differs from what charrnn writes at "
                + TerminalText.line(path, 100));
    }
}
