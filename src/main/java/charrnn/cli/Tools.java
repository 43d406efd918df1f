package charrnn.cli;

import charrnn.config.Config.UiConfig;
import charrnn.tools.export.ExportCommand;
import charrnn.tools.lsp.LspCommand;
import charrnn.tools.report.ReportCommand;
import charrnn.tools.report.RunReport;
import charrnn.tools.serve.ServeCommand;
import charrnn.tools.trainingui.TrainingUi;
import charrnn.train.RunListener;
import charrnn.train.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The commands and the tools. Neither the core nor this package names a tool elsewhere, except {@code constrain}. */
final class Tools {
    /** In the order of the help. */
    static final List<Class<?>> COMMANDS = List.of(
            TrainCommand.class,
            SampleCommand.class,
            ServeCommand.class,
            LspCommand.class,
            EvaluateCommand.class,
            ExportCommand.class,
            InspectCommand.class,
            ReportCommand.class,
            RunsCommand.class,
            CorpusCommand.class,
            Main.ShellCompletion.class);

    private Tools() {}

    /** The training UI; empty where the configuration turns it off, or it cannot listen. */
    static Optional<? extends RunListener> observer(Session session, UiConfig ui, Consumer<String> messages) {
        Path report = session.folder().path().resolve(RunReport.FILE_NAME);
        return TrainingUi.start(ui, session.config().name(), report, messages);
    }

    /** Writes the report of a run, which may be training, into its folder; returns the file. */
    static Path writeReport(Path run, boolean isTraining) throws IOException {
        return RunReport.write(run, isTraining);
    }
}
