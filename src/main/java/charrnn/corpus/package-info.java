/**
 * From files of C to three encoded texts and their vocabulary.
 *
 * <p>{@link charrnn.corpus.Corpus#load} does it in this order:
 *
 * <ol>
 *   <li><b>Finding files.</b> {@code Sources} lists the files and archives of the configured paths that a {@code
 *       FileSelection} takes: those that match the configured globs, or those of a recorded split. A file's name is the same on
 *       every host: its path below the folder or inside the archive, with {@code /} between its parts. Where several paths are
 *       configured, it begins with the last part of the path it was found in.
 *   <li><b>Reading text.</b> The {@code CorpusReader} decodes each file strictly as UTF-8 and hashes it. The characters of all
 *       files lie one after the other in a {@code FixedWidthText}, and never as Java strings.
 *   <li><b>The split.</b> The {@code FileSampler} puts the files into an order that depends on the seed and each file's name
 *       alone, and drops duplicates and what comes after the limit of characters. The {@code SplitPlanner} gives whole files to
 *       validation and test; the rest is the training part. The {@link charrnn.corpus.Split} is kept with the run, and a
 *       corpus loaded by it is the same text again, character by character, or an error that names what has changed.
 *   <li><b>The vocabulary</b> is made from the training part alone, because a character that occurs only in the test must
 *       surprise the model as it would in use.
 *   <li><b>Encoded texts.</b> Each part's {@link charrnn.corpus.EncodedText} is a view: it knows where its pieces lie in the
 *       fixed-width text, and translates code points into vocabulary indices when a window of it is read.
 * </ol>
 *
 * <h2>The cache</h2>
 *
 * <p>The fixed-width text depends on the files alone, not on split, seed or vocabulary. So the {@code CorpusCache} keeps it in
 * a {@code CacheFile} where the corpus is large, and maps that file into memory: the heap holds nothing of the text, and the
 * next run, of whatever split or vocabulary, reads no source. Whether the sources are as they were is seen by a {@code
 * SourceFingerprint} of their sizes and times of change.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>In a Java glob, {@code **}{@code /*.c} does not match a top-level {@code a.c}. In a {@code Glob} it
 *       does, as in git and most shells. {@code *.c} alone matches the top level only.
 *   <li>Characters are Unicode code points, not Java {@code char}s, and byte offsets are another count again. Everything
 *       called {@code chars} here counts code points after decoding; a byte-order mark is not one of them.
 *   <li>Line ends are learned as they are written. Nothing is put between two files: one that does not end in a newline runs
 *       into the next.
 *   <li>Files with equal bytes are taken once; otherwise a header that lies in two folders could be both learned and tested.
 *   <li>An archive inside a folder is a binary file like any other. Only a configured path is opened as an archive.
 *   <li>With a limit of characters, files after the limit are neither checked nor counted.
 *   <li>The fixed-width text also holds files that turned out to be no text, duplicates, or after the limit: no part refers
 *       to them. Only with a limit are they many.
 *   <li>Positions are {@code long}s: a part may have more than 2<sup>31</sup> characters.
 *   <li>U+FFFD in a text is the unknown symbol itself.
 * </ul>
 */
@NullMarked
package charrnn.corpus;

import org.jspecify.annotations.NullMarked;
