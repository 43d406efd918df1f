/**
 * From files of C to three encoded texts: finding and reading the files, the split, the vocabulary.
 *
 * <h2>How it works</h2>
 *
 * <p>{@link charrnn.corpus.Corpus#load} walks the configured paths. Each {@code Source} (a folder, a file, an
 * archive) offers its files by a name that is the same on every host: the path below the folder or inside the archive, with
 * {@code /} between its parts. Where several paths are configured, the name begins with the last part of the path it was
 * found in. A file that the globs take is decoded strictly as UTF-8, hashed, and encoded at once by a provisional
 * {@code Alphabet} that numbers characters in order of first appearance. So all files lie one after the other in a {@code
 * CodedText}, with one byte a character, and never as Java strings.
 *
 * <p>The {@code FileSampler} keeps the files in shuffled order. A file's place is a hash of the seed and of its name,
 * so neither the file system's order nor a file that is added later moves the others. With a limit of characters, only files
 * that are placed before the limit are kept, and files that would come behind it are not even read.
 *
 * <p>The {@code SplitPlanner} gives whole files to validation and test; what remains is learned. The
 * vocabulary is made from the learned files alone, because a character that occurs only in the test must surprise the model
 * as it would in life. Each part's {@link charrnn.corpus.EncodedText} is a view: it knows where its pieces stand in the
 * coded text, and translates the alphabet's numbers into the vocabulary's when a window of it is read.
 *
 * <h2>Large corpora</h2>
 *
 * <p>What was encoded depends on the files alone, not on split, seed or vocabulary. So the {@code EncodingCache} keeps it in
 * an {@code EncodingFile} where the corpus is large, and maps that file into memory: the heap holds nothing of the text, and
 * the next run, of whatever split or vocabulary, reads no source. Whether the sources are as they were is asked of the file
 * system, by the {@code SourceFingerprint} of their sizes and times of change. Whether large or small, all else is the same.
 *
 * <p>The {@link charrnn.corpus.Split} is the record of all this. It is kept with the run, and a corpus loaded by it is the same
 * text again, character by character, or an error that names what has changed.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>In a Java glob, {@code **}{@code /*.c} does not match a top-level {@code a.c}. In a {@code Glob} it
 *       does, as in git and most shells. {@code *.c} alone matches the top level only.
 *   <li>Characters are Unicode code points, not Java {@code char}s, and byte offsets are another count again. Everything
 *       called {@code chars} here counts code points after decoding; a byte-order mark is not one of them.
 *   <li>Line ends are learned as they are written. A file with CRLF gives the network a symbol {@code \r} to learn, and a
 *       warning says so. Nothing is put between two files: one that does not end in a newline runs into the next.
 *   <li>Files with equal bytes are taken once; otherwise a header that lies in two folders could be both learned and tested.
 *       Near copies are found by the {@code corpus} command only.
 *   <li>An archive inside a folder is a binary file like any other. Only a configured path is opened as an archive.
 *   <li>Links within a folder are followed, each real folder once, so that a loop ends. Links out of it are followed only if
 *       {@code corpus.followLinks} is true, or if a file of a recorded split was reached through them. In archives, links are
 *       ignored.
 *   <li>With a limit of characters, files behind the limit are neither checked nor counted.
 *   <li>In the coded text stand files too that turned out to be no text, duplicates, or behind the limit: nobody refers to
 *       them. Only with a limit are they many.
 *   <li>Positions are {@code long}s: a part may have more than 2<sup>31</sup> characters.
 *   <li>U+FFFD in a text is the unknown symbol itself.
 * </ul>
 */
@NullMarked
package charrnn.corpus;

import org.jspecify.annotations.NullMarked;
