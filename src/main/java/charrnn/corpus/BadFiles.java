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
    /** A folder of binaries should not bury every other warning. */
    private static final int MOST_WARNINGS = 20;

    /** Longest name in a warning, in characters. A path may have 4,096, and the reason after it must stay readable. */
    private static final int LONGEST_NAME = 500;

    private final TreeMap<String, String> reasons = new TreeMap<>();

    BadFiles(List<BadFile> files) {
        for (BadFile file : files) {
            reasons.merge(
                    file.name(),
                    file.reason(),
                    (first, second) -> first.equals(second) ? first : first + "; " + second);
        }
    }

    /** The first of them, "name: reason" each. */
    List<String> first(int most) {
        return reasons.entrySet().stream()
                .limit(most)
                .map(entry -> TerminalText.line(entry.getKey(), LONGEST_NAME) + ": " + entry.getValue())
                .toList();
    }

    /**
     * Warns of them.
     *
     * @param strict whether they are errors
     * @throws UserError if strict and there are any; it lists them all
     */
    void report(boolean strict, Consumer<String> warnings) {
        if (strict && !reasons.isEmpty()) {
            List<String> messages = new ArrayList<>();
            messages.add("corpus.strict is true, and " + Count.of(reasons.size(), "file")
                    + " cannot be used: mend or exclude (corpus.exclude) each, or set corpus.strict to false:");
            messages.addAll(first(reasons.size()));
            throw new UserError(messages);
        }
        first(MOST_WARNINGS).forEach(message -> warnings.accept(message + "; skipped"));
        if (reasons.size() > MOST_WARNINGS) {
            warnings.accept(Count.of(reasons.size() - MOST_WARNINGS, "more file") + " skipped");
        }
    }
}
