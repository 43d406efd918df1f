/**
 * The commands. This package alone prints to the standard streams, ends the program and puts the other parts together.
 *
 * <p>{@code Main} lists the commands; each is a class {@code …Command} on top of {@code CliCommand}. Options that several
 * commands share are mixins, such as {@code CheckpointOption}. {@code FileFinder} finds files, and {@code RunLocator} the runs
 * and checkpoints that a command line names; {@code CorpusOpener} loads a command's corpus. {@code Failures} prints failures,
 * and {@code UsageMessage} formats mistakes in a command line.
 *
 * <p>A tool of {@code charrnn.tools} is plugged in by its command class and the line of {@code Main} that lists that command.
 * Other commands use a tool only here:
 *
 * <ul>
 *   <li>{@code TrainingRun.tools}: the training UI, the score at a validation; {@code TrainingRun.writeReport}: the report
 *   <li>{@code EvaluateCommand.keep}: the report
 *   <li>{@code AdaptiveOptions}, which one line of {@code EvaluateCommand} plugs in: dynamic evaluation, the cache
 *   <li>{@code ConstrainOptions}, which one line of {@code SampleOptions} plugs in: {@code --until} and {@code --constrain}
 * </ul>
 *
 * <p>The standard output has only generated text and reports; the standard error has progress, warnings and logs. A mistake of
 * the user is printed as one line, with exit code 2; any other failure has exit code 1. {@code --verbose} adds the stack trace.
 *
 * <p>Traps: an enum that is typed on the command line needs a {@code toString} in lower case, which help, completion and
 * messages print. JLine must not be used while training: it resets SIGINT, so that Ctrl-C would end the process without a
 * checkpoint.
 */
@NullMarked
package charrnn.cli;

import org.jspecify.annotations.NullMarked;
