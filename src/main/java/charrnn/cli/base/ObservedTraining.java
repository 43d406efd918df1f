package charrnn.cli.base;

import charrnn.config.Config.UiConfig;
import charrnn.train.Session;
import java.util.function.Consumer;

/**
 * A training that is about to begin, for the tools that observe it.
 *
 * @param ui settings of the training UI, which may differ from the configuration's
 * @param messages receives lines for the user
 */
public record ObservedTraining(Session session, UiConfig ui, Consumer<String> messages) {}
