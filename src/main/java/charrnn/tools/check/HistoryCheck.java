package charrnn.tools.check;

import charrnn.config.Count;
import charrnn.model.checkpoint.Progress;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.CheckReport.Findings;
import charrnn.train.History;
import charrnn.train.History.Line;
import charrnn.train.ResumeRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Checks {@code history.jsonl}: each line is sound, and the lines that {@code last.zip} counts agree with it.
 *
 * @param report the findings
 * @param lost the step before which the history records lost lines; empty if there are none
 */
record HistoryCheck(FileReport report, OptionalLong lost) {

    /** @param last progress of the newest checkpoint; empty if none can be read */
    static HistoryCheck of(Path file, Optional<Progress> last) throws IOException {
        History history = History.read(file);
        List<Line> lines = history.lines();
        Findings findings = new Findings(String.valueOf(file.getFileName()));
        findings.fact("lines", lines.size());
        List<Long> steps =
                lines.stream().map(Line::step).filter(step -> step >= 0).toList();
        if (!steps.isEmpty()) {
            findings.fact("firstStep", steps.get(0));
            findings.fact("lastStep", steps.get(steps.size() - 1));
        }
        if (history.unfinished().isPresent()) {
            findings.note("its last line is cut off, as by a kill; --resume removes it");
        }
        fault(findings, lines, last);
        last.ifPresent(progress -> compare(findings, history, progress));
        OptionalLong lost = loss(findings, lines);
        return new HistoryCheck(findings.report(summary(lines, steps)), lost);
    }

    /** Reports the first broken line only, since many may follow. */
    private static void fault(Findings findings, List<Line> lines, Optional<Progress> last) {
        long counted = last.map(Progress::historyLength).orElse(0L);
        IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).fault().isPresent())
                .findFirst()
                .ifPresent(i -> {
                    String what = "line " + (i + 1) + " " + lines.get(i).fault().get();
                    if (i < counted) {
                        findings.problem(what + "; --resume keeps the damaged file and goes on without the line");
                    } else {
                        findings.note(what + "; --resume removes it");
                    }
                });
    }

    private static void compare(Findings findings, History history, Progress last) {
        long lines = history.lines().size();
        long counted = last.historyLength();
        List<Line> whole = history.ofCheckpoint(counted, last.step());
        findings.fact("countedLines", counted);
        if (lines < counted) {
            findings.problem("has " + Count.of(lines, "line") + ", but last.zip counts " + counted
                    + "; --resume keeps the damaged file and goes on without the lost lines");
        } else if (whole.size() == counted) {
            ResumeRules.contradiction(last, whole).ifPresent(what -> findings.problem("disagrees: last.zip " + what));
        } else if (history.lines().stream().limit(counted).allMatch(line -> line.fault()
                .isEmpty())) {
            findings.problem("has only " + Count.of(whole.size(), "line") + " up to step " + last.step()
                    + ", but last.zip counts " + counted
                    + "; --resume keeps the damaged file and goes on without the lost lines");
        }
        if (lines > counted) {
            findings.note(Count.of(lines - counted, "line")
                    + " newer than last.zip; --resume removes them and repeats those steps");
        }
    }

    private static OptionalLong loss(Findings findings, List<Line> lines) {
        List<Line> losses =
                lines.stream().filter(line -> line.lost().isPresent()).toList();
        if (losses.isEmpty()) {
            return OptionalLong.empty();
        }
        long lost = losses.stream().mapToLong(line -> line.lost().orElse(0)).sum();
        long before = losses.get(losses.size() - 1).step();
        findings.fact("lostLines", lost);
        findings.note(String.format(Locale.ROOT, "lost before step %,d: %s", before, Count.of(lost, "line")));
        return OptionalLong.of(before);
    }

    private static String summary(List<Line> lines, List<Long> steps) {
        return steps.isEmpty()
                ? Count.of(lines.size(), "line")
                : String.format(
                        Locale.ROOT,
                        "%s, steps %,d to %,d",
                        Count.of(lines.size(), "line"),
                        steps.get(0),
                        steps.get(steps.size() - 1));
    }
}
