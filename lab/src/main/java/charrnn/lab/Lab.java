package charrnn.lab;

import charrnn.cli.Main;
import charrnn.cli.base.BuildInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The laboratory: {@code java -jar charrnn-lab.jar}. */
@Command(
        name = "charrnn-lab",
        description = "Measures what networks write.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildInfo.class,
        subcommands = ScoreCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Lab implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        Main.start(new Lab(), args);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
    }
}
