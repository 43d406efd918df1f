package charrnn.corpus;

import charrnn.config.Count;
import charrnn.config.TerminalText;
import charrnn.config.UserError;
import charrnn.corpus.CorpusFiles.BadFile;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reports the files that cannot be used, each with its reason, in the order of their names. */
final class BadFiles {
    /** Maximum number of warnings, so that a folder of binary files does not hide all others. */
    private static final int MAX_WARNINGS = 20;

    /** Longest name in a warning, in characters. A path may have 4,096, and the reason after it must stay readable. */
    private static final int MAX_NAME_LENGTH = 500;

    private final TreeMap<String, String> reasons = new TreeMap<>();

    BadFiles(List<BadFile> files) {
        for (BadFile file : files) {
            reasons.merge(
                    file.name(),
                    file.reason(),
                    (first, second) -> first.equals(second) ? first : first + "; " + second);
        }
    }

    /** The first files, each as "name: reason". */
    List<String> first(int max) {
        return reasons.entrySet().stream()
                .limit(max)
                .map(entry -> TerminalText.line(entry.getKey(), MAX_NAME_LENGTH) + ": " + entry.getValue())
                .toList();
    }

    /**
     * Warns of the files, or throws.
     *
     * @param strict whether bad files are an error
     * @throws UserError listing all files, if {@code strict} is true and there are any
     */
    void report(boolean strict, Consumer<String> warnings) {
        if (strict && !reasons.isEmpty()) {
            List<String> messages = new ArrayList<>();
            messages.add("corpus.strict is true, and " + Count.of(reasons.size(), "file")
                    + " cannot be used: mend or exclude (corpus.exclude) each, or set corpus.strict to false:");
            messages.addAll(first(reasons.size()));
            throw new UserError(messages);
        }
        first(MAX_WARNINGS).forEach(message -> warnings.accept(message + "; skipped"));
        if (reasons.size() > MAX_WARNINGS) {
            warnings.accept(Count.of(reasons.size() - MAX_WARNINGS, "more file") + " skipped");
        }
    }
}
