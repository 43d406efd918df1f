/**
 * The commands of the program. Only this package prints to the standard streams, ends the program and wires the other packages.
 *
 * <p>{@code Main} lists the commands; each is a subclass {@code …Command} of {@code CliCommand}, or of {@code NetworkCommand}
 * if it uses a trained network. {@code FileFinder} finds files, and {@code RunLocator} the runs and checkpoints that a command
 * line names; {@code CorpusOpener} loads a command's corpus. {@code Failures} prints failures and mistakes in a command line.
 *
 * <p>Most tools of {@code charrnn.tools} have a command class, which {@code Main} lists. Elsewhere, this package uses a tool
 * only here:
 *
 * <ul>
 *   <li>{@code TrainingRun.tools}: the training UI, the score at a validation; {@code TrainingRun.writeReport}: the report
 *   <li>{@code EvaluateCommand.saveResult}: the report
 *   <li>{@code SampleOptions.End}: {@code --until} and {@code --constrain}
 *   <li>{@code CompletionScoring}, a mixin of {@code ScoreCommand}: completions
 * </ul>
 *
 * <p>The standard output receives only results; the standard error receives progress, warnings and logs. A mistake of the user
 * is printed as one line, with exit code 2; any other failure has exit code 1. {@code --verbose} adds the stack trace.
 *
 * <p>Trap: an enum of option values needs a {@code toString} in lower case, which help, completion and messages print.
 */
@NullMarked
package charrnn.cli;

import org.jspecify.annotations.NullMarked;
