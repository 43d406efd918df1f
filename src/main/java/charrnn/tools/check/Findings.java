package charrnn.tools.check;

import charrnn.tools.check.CheckReport.FileReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Builder of a {@link FileReport}. */
final class Findings {
    private final String file;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void fact(String name, Object value) {
        facts.put(name, value);
    }

    void fact(String name, OptionalDouble value) {
        value.ifPresent(number -> facts.put(name, number));
    }

    void problem(String what) {
        problems.add(what);
    }

    void note(String what) {
        notes.add(what);
    }

    FileReport report(String summary) {
        return new FileReport(
                file, summary, Collections.unmodifiableMap(facts), List.copyOf(problems), List.copyOf(notes));
    }
}
