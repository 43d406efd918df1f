/**
 * The commands. This package alone prints to the standard streams, ends the program and puts the other parts together.
 *
 * <p>{@code Main} lists the commands; each is a class {@code …Command} on top of {@code CliCommand}. Options that several
 * commands share are mixins, such as {@code CheckpointOption}. {@code FileFinder} and {@code RunLocator} find what a command
 * line names; {@code UsageMessage} and {@code Failures} print what is wrong.
 *
 * <p>Generated text and reports alone go to the standard output; progress, warnings and logs go to the standard error. A
 * mistake of the user is one line on the standard error and exit code 2, any other failure is exit code 1;
 * {@code --verbose} adds the stack trace.
 *
 * <p>Traps: an enum that is typed on the command line needs a {@code toString} in lower case, which help, completion and
 * messages print. JLine must not be used while training: it resets SIGINT, so that Ctrl-C would end the process without a
 * checkpoint.
 */
@NullMarked
package charrnn.cli;

import org.jspecify.annotations.NullMarked;
