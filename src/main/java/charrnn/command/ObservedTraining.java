package charrnn.command;

import charrnn.config.Config;
import charrnn.config.Config.UiConfig;
import charrnn.corpus.Vocabulary;
import charrnn.model.StreamingNetwork;
import charrnn.train.RunFolder;
import java.util.function.Consumer;

/**
 * A training that is about to begin, for the tools that observe it.
 *
 * @param ui settings of the training UI, which may differ from the configuration's
 * @param messages receives lines for the user
 */
public record ObservedTraining(
        Config config,
        UiConfig ui,
        RunFolder folder,
        StreamingNetwork network,
        Vocabulary vocabulary,
        Consumer<String> messages) {}
