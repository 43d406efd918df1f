/**
 * The commands. This package alone prints to the standard streams, ends the program and puts the other parts together.
 *
 * <p>Generated text and reports go to the standard output and nothing else does; progress, warnings and logs go to the
 * standard error. A mistake of the user's is one line on the standard error and exit code 2, anything else that fails is
 * exit code 1; {@code --verbose} adds the stack trace.
 */
@NullMarked
package charrnn.cli;

import org.jspecify.annotations.NullMarked;
