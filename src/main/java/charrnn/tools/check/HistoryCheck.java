package charrnn.tools.check;

import charrnn.config.Count;
import charrnn.model.checkpoint.Progress;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.train.History;
import charrnn.train.History.Line;
import charrnn.train.ResumeRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks {@code history.jsonl}: each line is sound, and the lines that {@code last.zip} counts agree with it. */
final class HistoryCheck {
    private static final String RESUMED_WITHOUT = "; --resume keeps the damaged file and goes on without the ";

    private HistoryCheck() {}

    /**
     * Checks a history, and returns the lost lines that it records, as a phrase.
     *
     * @param last progress of {@code last.zip}; empty if it cannot be read
     */
    static Optional<String> check(Path file, Optional<Progress> last, FileReport report) throws IOException {
        History history = History.read(file);
        List<Line> lines = history.lines();
        report.facts().put("lines", lines.size());
        report.summarize(Count.of(lines.size(), "line"));
        long[] steps =
                lines.stream().mapToLong(Line::step).filter(step -> step >= 0).toArray();
        if (steps.length > 0) {
            long end = steps[steps.length - 1];
            report.facts().put("firstStep", steps[0]);
            report.facts().put("lastStep", end);
            report.summarize(", steps %,d to %,d", steps[0], end);
        }
        if (history.unfinished().isPresent()) {
            report.notes().add("its last line is cut off, as by a kill; --resume removes it");
        }
        reportFirstFault(lines, last.map(Progress::historyLength).orElse(0L), report);
        last.ifPresent(progress -> compare(history, progress, report));
        return lostLines(lines, report);
    }

    /** Reports the first faulty line only, since many may follow. */
    private static void reportFirstFault(List<Line> lines, long counted, FileReport report) {
        int before =
                (int) lines.stream().takeWhile(line -> line.fault().isEmpty()).count();
        if (before < lines.size()) {
            String what =
                    "line " + (before + 1) + " " + lines.get(before).fault().get();
            if (before < counted) {
                report.problems().add(what + RESUMED_WITHOUT + "line");
            } else {
                report.notes().add(what + "; --resume removes it");
            }
        }
    }

    private static void compare(History history, Progress last, FileReport report) {
        List<Line> lines = history.lines();
        long counted = last.historyLength();
        List<Line> sound = history.ofCheckpoint(counted, last.step());
        report.facts().put("countedLines", counted);
        String lost = ", but last.zip counts " + counted + RESUMED_WITHOUT + "lost lines";
        if (lines.size() < counted) {
            report.problems().add("has " + Count.of(lines.size(), "line") + lost);
        } else if (sound.size() == counted) {
            ResumeRules.contradiction(last, sound)
                    .ifPresent(what -> report.problems().add("disagrees: last.zip " + what));
        } else if (lines.stream().limit(counted).allMatch(line -> line.fault().isEmpty())) {
            report.problems().add("has only " + Count.of(sound.size(), "line") + " up to step " + last.step() + lost);
        }
        if (lines.size() > counted) {
            report.notes()
                    .add(Count.of(lines.size() - counted, "line")
                            + " newer than last.zip; --resume removes them and repeats those steps");
        }
    }

    private static Optional<String> lostLines(List<Line> lines, FileReport report) {
        List<Line> losses = lines.stream().filter(line -> line.lost() > 0).toList();
        if (losses.isEmpty()) {
            return Optional.empty();
        }
        long lost = losses.stream().mapToLong(Line::lost).sum();
        long before = losses.get(losses.size() - 1).step();
        report.facts().put("lostLines", lost);
        report.notes().add(String.format(Locale.ROOT, "lost before step %,d: %s", before, Count.of(lost, "line")));
        return Optional.of(String.format(Locale.ROOT, "history before step %,d was lost", before));
    }
}
