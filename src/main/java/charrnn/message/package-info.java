/**
 * Text for the user: a {@link charrnn.message.UserError} is what a user can mend, {@link charrnn.message.Reason} says why a file
 * cannot be read or written, {@link charrnn.message.Count} formats numbers, {@link charrnn.message.Spelling} finds the nearest
 * right word, and {@link charrnn.message.TerminalText} escapes what does not print.
 */
@NullMarked
package charrnn.message;

import org.jspecify.annotations.NullMarked;
