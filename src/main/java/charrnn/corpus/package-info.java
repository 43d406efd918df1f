/**
 * Turns source files into three encoded texts and a vocabulary.
 *
 * <p>{@link charrnn.corpus.Corpus#load} works in these steps:
 *
 * <ol>
 *   <li><b>Finding files.</b> {@code Sources} lists the files of the configured paths that a {@code FileSelection}
 *       selects: those that match the configured globs, or those of a recorded split. A file's name is the same on
 *       every host: its path below the folder, with {@code /} as separator. If several paths are configured, the last
 *       component of the file's configured path comes first.
 *   <li><b>Reading text.</b> The files are read in an order that depends on the seed and each file's name alone, those
 *     that can be held out first. The {@code CorpusReader} decodes each file strictly as UTF-8 and hashes it; duplicates
 *     and the files after the character limit are dropped. The characters of all files are stored one after the other
 *     in a {@code FixedWidthText}, never as Java strings. If it is large, it lies in a temporary file, which is mapped
 *     into memory and takes no heap.
 *   <li><b>The split.</b> The {@code SplitPlanner} assigns whole files to validation and test; the rest is the training
 *     part. The {@link charrnn.corpus.Split} is saved with the run. Loading a corpus with it gives the same text or an
 *     error that names the changed files.
 *   <li><b>The vocabulary</b> is built from the training part alone, so that a character that occurs only in the test
 *     text is unknown to the model, as it would be in use.
 *   <li><b>Encoded texts.</b> Each part's {@link charrnn.corpus.EncodedText} is a view of pieces of the fixed-width
 *     text, and translates code points into vocabulary indices when a window is read.
 * </ol>
 *
 * <p>{@link charrnn.corpus.ProjectFiles} reads the files of {@code --context}.
 *
 * <h2>Traps</h2>
 *
 * <ul>
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
 *   <li>U+FFFD in a text is read as the unknown symbol.
 * </ul>
 */
@NullMarked
package charrnn.corpus;

import org.jspecify.annotations.NullMarked;
