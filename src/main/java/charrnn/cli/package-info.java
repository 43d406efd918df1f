/**
 * The program: its main class, the list of its commands, and the everyday commands. Only this package ends the program and
 * puts the other packages together.
 *
 * <p>{@code Tools} lists the commands, those of the tools in {@code charrnn.tools} too, and what a tool adds to a training. Apart
 * from that class, this package uses a tool only in {@code SampleCommand.End}: {@code --until} and {@code --constrain}. {@code
 * charrnn.cli.base} has what commands share.
 *
 * <p>A mistake of the user is printed as one line, with exit code 2; any other failure has exit code 1. {@code --verbose} adds
 * the stack trace. {@code Failures} prints both.
 */
@NullMarked
package charrnn.cli;

import org.jspecify.annotations.NullMarked;
