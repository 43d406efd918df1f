package charrnn.cli;

import charrnn.cli.base.ObservedTraining;
import charrnn.tools.export.ExportCommand;
import charrnn.tools.lsp.LspCommand;
import charrnn.tools.report.ReportCommand;
import charrnn.tools.report.RunReport;
import charrnn.tools.serve.ServeCommand;
import charrnn.tools.statistics.CorpusCommand;
import charrnn.tools.trainingui.TrainingUi;
import charrnn.train.RunListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.io.function.IOFunction;

/** The commands and the tools. Neither the core nor this package names a tool elsewhere, except {@code constrain}. */
final class Tools {
    /** Commands that the help lists under a heading. */
    record Group(String heading, List<Class<?>> commands) {}

    static final List<Group> COMMANDS = List.of(
            new Group("Train", List.of(TrainCommand.class)),
            new Group("Write", List.of(SampleCommand.class, ServeCommand.class, LspCommand.class)),
            new Group("Measure", List.of(EvaluateCommand.class)),
            new Group(
                    "Files",
                    List.of(
                            ExportCommand.class,
                            InspectCommand.class,
                            ReportCommand.class,
                            RunsCommand.class,
                            CorpusCommand.class,
                            Main.ShellCompletion.class)));

    /** The tools that observe a training; empty where the configuration turns one off. */
    static final List<Function<ObservedTraining, Optional<? extends RunListener>>> OBSERVERS =
            List.of(TrainingUi::start);

    /** The tools that write a page into a run's folder, and return its file. */
    static final List<IOFunction<Path, Path>> PAGES = List.of(RunReport::write);

    private Tools() {}
}
