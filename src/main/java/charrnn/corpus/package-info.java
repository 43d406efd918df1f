/**
 * Turns source files into three encoded texts and a vocabulary.
 *
 * <p>{@link charrnn.corpus.Corpus#load} lists the files, reads them in an order that depends on the seed and each file's name
 * alone, and splits them. The characters of all files are stored one after the other in a {@code FixedWidthText}, never as
 * Java strings. An {@link charrnn.corpus.EncodedText} is a view of pieces of it, and translates code points into vocabulary
 * indices when a window is read. The vocabulary is built from
 * the training part alone, so that a character that occurs only in the test text is unknown to the model, as it would be in use.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A file's name is the same on every host: its path below the folder, with {@code /} as separator. If several paths
 *     are configured, the last component of the file's configured path comes first.
 *   <li>A character is a Unicode code point, not a Java {@code char} or a byte. {@code chars} is a number of code
 *       points after decoding, without a byte-order mark.
 *   <li>Line ends are not converted. There is no separator between two files: if a file does not end in a newline, the
 *     next file continues its last line.
 *   <li>Of files with equal bytes, one is used; otherwise a header in two folders could be in both the training and the
 *     test text.
 *   <li>With a character limit, the files after the limit are not read, and so neither checked nor counted.
 *   <li>The fixed-width text also contains characters of duplicates and of files that are not text; no part refers to
 *       them.
 *   <li>Positions are {@code long}s: a part may have more than 2<sup>31</sup> characters.
 * </ul>
 */
@NullMarked
package charrnn.corpus;

import org.jspecify.annotations.NullMarked;
