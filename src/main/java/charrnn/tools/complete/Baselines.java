package charrnn.tools.complete;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.Sampler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Simpler completers, to compare a {@link Completer} with. */
final class Baselines {
    private static final int MAX_CHARS = 200; // of a suggestion
    private static final SplittableRandom RANDOM = new SplittableRandom(1); // required by the sampler, which uses none
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    private Baselines() {}

    /** A network alone: the likeliest character each time, after the last characters before the cursor. */
    static final class Network implements LineCompleter {
        private final LanguageModel network; // stream 0 reads; stream 1 keeps its state while it generates
        private CursorPlace place = new CursorPlace("", "", "", CursorPlace.Kind.OTHER);
        private String typed = "";

        /** @param network has no streams */
        Network(LanguageModel network) {
            this.network = network;
        }

        @Override
        public String name() {
            return "network alone";
        }

        @Override
        public void moveTo(CursorPlace next) {
            place = next;
            while (network.size() > 0) {
                network.remove(0);
            }
        }

        private void readPrefix() {
            moveTo(place);
            network.add();
            network.add();
            int[] before = network.vocabulary().encode("\n" + place.before());
            for (int i = Math.max(0, before.length - PrefixState.NETWORK_CHARS); i < before.length; i++) {
                network.step(before[i]);
            }
            typed = "";
        }

        @Override
        public String complete(String next) {
            if (network.size() == 0 || !next.startsWith(typed)) {
                readPrefix();
            }
            for (int symbol : network.vocabulary().encode(next.substring(typed.length()))) {
                network.step(symbol);
            }
            typed = next;
            return generate();
        }

        private String generate() {
            network.copy(0, 1); // only the first streams can read
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < MAX_CHARS; i++) {
                int symbol = Sampler.GREEDY.sample(network.logProbabilities(0), RANDOM);
                if (network.vocabulary().codePoint(symbol) == '\n') {
                    break;
                }
                line.appendCodePoint(network.vocabulary().codePoint(symbol));
                network.step(symbol);
            }
            network.copy(1, 0);
            return line.toString();
        }
    }

    /**
     * An n-gram model of the project and of the file, which suggests the most frequent character after the longest context that occurs, each
     * time. A context has 8 characters at most with a vocabulary of 65 to 128 symbols, and fewer with a larger one.
     */
    static final class NGrams implements LineCompleter {
        private final Vocabulary vocabulary;
        private final int bits; // of a symbol
        private final int order; // characters of the longest context
        private final long[] project; // sorted n-grams of order + 1 characters, the first one in the highest bits
        private long[] file = new long[0]; // likewise
        private CursorPlace place = new CursorPlace("", "", "", CursorPlace.Kind.OTHER);

        NGrams(EncodedText project, Vocabulary vocabulary) {
            this.vocabulary = vocabulary;
            bits = Integer.SIZE - Integer.numberOfLeadingZeros(vocabulary.size() - 1);
            order = (Long.SIZE - 1) / bits - 1;
            this.project = sorted(project.read(0, Math.toIntExact(project.length())));
        }

        @Override
        public String name() {
            return "order-" + order + " model";
        }

        @Override
        public void moveTo(CursorPlace next) {
            place = next;
            file = sorted(vocabulary.encode(next.before()), vocabulary.encode(next.after()));
        }

        private long[] sorted(int[]... texts) {
            long[] all = new long
                    [Arrays.stream(texts)
                            .mapToInt(text -> Math.max(0, text.length - order))
                            .sum()];
            int count = 0;
            for (int[] text : texts) {
                long window = 0;
                for (int i = 0; i < text.length; i++) {
                    window = (window << bits | text[i]) & (1L << bits * (order + 1)) - 1;
                    if (i >= order) {
                        all[count++] = window;
                    }
                }
            }
            Arrays.parallelSort(all);
            return all;
        }

        @Override
        public String complete(String typed) {
            String known = place.before() + typed;
            StringBuilder text = new StringBuilder(known.substring(Math.max(0, known.length() - order)));
            int start = text.length();
            while (text.length() - start < MAX_CHARS) {
                int next = vocabulary.codePoint(likeliest(vocabulary.encode(text.toString())));
                if (next == '\n') {
                    break;
                }
                text.appendCodePoint(next);
            }
            return text.substring(start);
        }

        private int likeliest(int[] text) {
            int[] counts = new int[vocabulary.size()];
            for (int length = Math.min(order, text.length); length >= 0; length--) {
                long context = 0;
                for (int i = text.length - length; i < text.length; i++) {
                    context = context << bits | text[i];
                }
                count(project, context, length, counts);
                count(file, context, length, counts);
                counts[Vocabulary.UNKNOWN] = 0;
                int best = 0;
                for (int symbol = 1; symbol < counts.length; symbol++) {
                    best = counts[symbol] > counts[best] ? symbol : best;
                }
                if (counts[best] > 0) {
                    return best;
                }
            }
            return vocabulary.indexOf('\n');
        }

        /** Adds how often each symbol follows a context. */
        private void count(long[] grams, long context, int length, int[] counts) {
            int shift = bits * (order - length); // of the symbol after the context
            int at = first(grams, context << bits + shift);
            int end = first(grams, (context + 1) << bits + shift);
            while (at < end) {
                long extended = grams[at] >>> shift;
                int next = first(grams, extended + 1 << shift);
                counts[(int) (extended & (1L << bits) - 1)] += next - at;
                at = next;
            }
        }

        /** Index of the first n-gram that is not below a bound; the bound's sign bit means above all. */
        private static int first(long[] grams, long bound) {
            if (bound < 0) {
                return grams.length;
            }
            int low = 0;
            int high = grams.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (grams[middle] < bound) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** Completes a name that is begun to the most frequent name of the project and of the file that begins so. */
    static final class FrequentNames implements LineCompleter {
        private final TreeMap<String, Integer> project;
        private TreeMap<String, Integer> file = new TreeMap<>();
        private String before = "";

        FrequentNames(EncodedText project, Vocabulary vocabulary) {
            this.project = names(vocabulary.decode(project.read(0, Math.toIntExact(project.length()))));
        }

        private static TreeMap<String, Integer> names(String text) {
            TreeMap<String, Integer> names = new TreeMap<>();
            NAME.matcher(text).results().forEach(name -> names.merge(name.group(), 1, Integer::sum));
            return names;
        }

        @Override
        public String name() {
            return "most frequent name";
        }

        @Override
        public void moveTo(CursorPlace place) {
            before = place.before();
            file = names(before + "\n" + place.after());
        }

        @Override
        public String complete(String typed) {
            String known = before + typed;
            int start = known.length();
            while (start > 0
                    && (Character.isLetterOrDigit(known.charAt(start - 1)) || known.charAt(start - 1) == '_')) {
                start--;
            }
            String begun = known.substring(start);
            if (begun.isEmpty()) {
                return "";
            }
            Map<String, Integer> counts = new HashMap<>(named(project, begun));
            named(file, begun).forEach((name, count) -> counts.merge(name, count, Integer::sum));
            return counts.entrySet().stream()
                    .filter(name -> !name.getKey().equals(begun))
                    .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(name -> name.getKey().substring(begun.length()))
                    .orElse("");
        }

        private static Map<String, Integer> named(TreeMap<String, Integer> names, String begun) {
            return names.subMap(begun, begun + Character.MAX_VALUE);
        }
    }
}
