package charrnn.lab;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.LoadedCheckpoint;
import charrnn.corpus.Corpus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Held-out code: files that a network did not learn, and pieces of them. */
final class HeldOut {
    private static final double SHARE = 0.2; // of given files
    private static final Pattern BOUNDARY = Pattern.compile("(?m)^}.*\\n\\s*");

    private HeldOut() {}

    /**
     * Loads given files, of which a fifth is held out as the test part, or those of the run if they are null; warns if the network
     * does not see the others.
     */
    static Corpus corpus(LoadedCheckpoint read, @Nullable Path files, CliCommand command) {
        if (!read.readsMatches()) {
            command.warn(read.file() + " reads no matches (model.match is 0), so it does not see the project");
        }
        CorpusOpener opener = new CorpusOpener(command);
        return files == null ? opener.ofRun(read) : opener.ofOtherText(read, files, SHARE);
    }

    /**
     * Cuts files into pieces that do not overlap, and chooses evenly spaced ones. A piece begins a file, or follows a brace in
     * the first column. The end of a file is left out if it is shorter than a piece.
     *
     * @param length number of characters of each piece
     * @param count maximum number of pieces
     */
    static List<String> pieces(List<String> files, int length, int count) {
        List<String> all =
                files.stream().flatMap(file -> pieces(file, length).stream()).toList();
        int chosen = Math.min(count, all.size());
        return IntStream.range(0, chosen)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / chosen)))
                .toList();
    }

    private static List<String> pieces(String file, int length) {
        List<String> pieces = new ArrayList<>();
        Matcher boundary = BOUNDARY.matcher(file);
        int begin = 0;
        while (begin >= 0 && file.codePointCount(begin, (int) Math.min(file.length(), begin + 2L * length)) >= length) {
            int end = file.offsetByCodePoints(begin, length);
            pieces.add(file.substring(begin, end));
            begin = boundary.find(end) ? boundary.end() : -1;
        }
        return pieces;
    }
}
