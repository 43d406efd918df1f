package charrnn.lab;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import charrnn.lab.CompletionResult.LineCompleter;
import charrnn.tools.complete.Suggestion;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Completes the name before the cursor by the most frequent name of the project and the file with this prefix, as a baseline. Its
 * confidence is that name's share of all occurrences of names with the prefix.
 */
final class FrequentName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern LAST_NAME = Pattern.compile("(?<!\\w)" + NAME + "\\z");

    private FrequentName() {}

    static LineCompleter completer(EncodedText project, Vocabulary vocabulary) {
        TreeMap<String, Long> ofProject = count(vocabulary.decode(project.read(0, Math.toIntExact(project.length()))));
        return new LineCompleter("most frequent name", place -> {
            TreeMap<String, Long> ofFile = count(place.before() + " " + place.after());
            return typed -> complete(place.before() + typed, ofProject, ofFile);
        });
    }

    private static TreeMap<String, Long> count(String text) {
        return NAME.matcher(text)
                .results()
                .collect(Collectors.groupingBy(match -> match.group(), TreeMap::new, Collectors.counting()));
    }

    private static Suggestion complete(String text, TreeMap<String, Long> ofProject, TreeMap<String, Long> ofFile) {
        Matcher last = LAST_NAME.matcher(text.substring(text.lastIndexOf('\n') + 1));
        if (!last.find()) {
            return Suggestion.NONE;
        }
        String begun = last.group();
        Map<String, Long> names = new TreeMap<>(beginningWith(begun, ofProject));
        beginningWith(begun, ofFile).forEach((name, count) -> names.merge(name, count, Long::sum));
        double all = names.values().stream().mapToLong(count -> count).sum();
        return names.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .filter(best -> !best.getKey().equals(begun))
                .map(best -> suggestion(best.getKey().substring(begun.length()), best.getValue() / all))
                .orElse(Suggestion.NONE);
    }

    private static Map<String, Long> beginningWith(String begun, TreeMap<String, Long> names) {
        return names.subMap(begun, true, begun + Character.MAX_VALUE, false);
    }

    private static Suggestion suggestion(String text, double probability) {
        double[] logProbabilities = new double[text.length() + 1];
        logProbabilities[text.length()] = Math.log(probability);
        return new Suggestion(text, logProbabilities, false);
    }
}
