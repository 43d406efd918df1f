package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.Config.UiConfig;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Progress;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.report.RunReport;
import charrnn.tools.score.TrainingScore;
import charrnn.tools.trainingui.TrainingUi;
import charrnn.train.Learner;
import charrnn.train.RunFolder;
import charrnn.train.RunListener;
import charrnn.train.Trainer;
import charrnn.train.TrainingStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;

/**
 * Trains in a terminal: prints summaries and progress, runs the tools that observe a training, and stops at Ctrl-C.
 *
 * @param command its error stream receives progress and failures
 * @param messages receives lines for the user
 * @param config the effective configuration
 * @param ui settings of the training UI, which may differ from the configuration
 * @param folder the run's folder, locked
 */
record TrainingRun(
        CommandLine command, Consumer<String> messages, Config config, UiConfig ui, RunFolder folder, Corpus corpus) {

    /** @return the exit code */
    int train(TrainingStart start, Learner.Maker learner) throws IOException {
        TrainingConfig training = config.training();
        boolean needsValidation = training.patience() > 0 || training.schedule() == TrainingConfig.Schedule.PLATEAU;
        if (needsValidation && corpus.validation().length() < 2) {
            messages.accept(
                    "there is no validation text, so training.patience and the plateau schedule have no effect");
        }
        RunSummary.ofStart(config, corpus, start).forEach(messages);
        if (!ui.enabled()) {
            messages.accept("training UI: off");
        }
        try (StopSignal stop = new StopSignal(messages, "saving a checkpoint first")) {
            try {
                return train(start, learner, stop);
            } catch (IOException | RuntimeException e) {
                if (stop.isRequested()) {
                    // Closing the signal's hook would end the process with the signal's exit code.
                    Runtime.getRuntime().halt(Failures.print(e, command));
                }
                throw e;
            }
        }
    }

    private int train(TrainingStart start, Learner.Maker learner, StopSignal stop) throws IOException {
        List<RunListener> tools = tools(start);
        try (RunListener progress = new TrainingProgress(command.getErr(), messages)) {
            List<RunListener> listeners = new ArrayList<>(List.of(progress));
            listeners.addAll(tools);
            Trainer trainer = new Trainer(config, corpus, folder, start, listeners, learner);
            Progress end = trainer.run(stop::isRequested);
            progress.close();
            boolean cutShort = !stop.isRequested() && !trainer.isOver();
            if (cutShort) {
                messages.accept("the updates ended before a limit was reached: was the cluster stopped?");
            }
            RunSummary.ofEnd(end, folder, stop.isRequested() || cutShort).forEach(messages);
            writeReport(folder, messages);
            return cutShort ? Failures.FAILED : 0;
        } finally {
            tools.forEach(RunListener::close);
        }
    }

    /** The tools that observe a training, one statement for each. */
    private List<RunListener> tools(TrainingStart start) {
        List<RunListener> tools = new ArrayList<>();
        tools.add(new TrainingScore(
                config,
                options -> Samples.texts(
                        LanguageModel.of(start.network(), corpus.vocabulary()),
                        options,
                        LogitsProcessorFactory.NONE,
                        CConstraints.FUNCTION_END)));
        TrainingUi.start(ui, config.name(), () -> RunReport.page(folder.path()), messages)
                .ifPresent(tools::add);
        return tools;
    }

    /** Writes the report into the run's folder; a failure is only a message, since the training has not failed. */
    static void writeReport(RunFolder folder, Consumer<String> messages) {
        Path page = folder.path().resolve(RunReport.FILE_NAME);
        try {
            RunReport.write(folder.path(), page);
            messages.accept("report:      " + page);
        } catch (IOException | UserError e) {
            messages.accept("no report: " + e.getMessage());
        }
    }
}
