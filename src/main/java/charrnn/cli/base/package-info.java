/**
 * What the commands of {@code charrnn.cli} and of the tools share.
 *
 * <p>A command is a subclass {@code …Command} of {@link charrnn.cli.base.CliCommand}, or of {@link
 * charrnn.cli.base.NetworkCommand} if it uses a trained network. {@code FileFinder} finds files, and {@code RunLocator} the
 * runs and checkpoints that a command line names; {@code CorpusOpener} loads a command's corpus. {@code ContextOptions} are
 * options of several commands. {@code ProgressDisplay} shows the progress of a long work, and {@code StopSignal} receives
 * Ctrl-C.
 *
 * <p>The standard output receives only results; the standard error receives progress, warnings and logs.
 *
 * <p>Trap: an enum of option values needs a {@code toString} in lower case, which help, completion and messages print.
 */
@NullMarked
package charrnn.cli.base;

import org.jspecify.annotations.NullMarked;
