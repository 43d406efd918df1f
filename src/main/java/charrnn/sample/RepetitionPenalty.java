package charrnn.sample;

import charrnn.corpus.Vocabulary;

/**
 * Makes the characters of the last part of the text less likely, each once, however often it occurs there: its
 * probability is divided by the penalty. Keskar et al. 2019 ("CTRL: a conditional transformer language model", section
 * 4.1) divide the network's outputs before the softmax instead, whose meaning depends on a constant that all share.
 *
 * @param vocabulary of the model
 * @param penalty 1, which changes nothing, or more
 * @param window how many characters, the prime's included, 1 or more
 */
public record RepetitionPenalty(Vocabulary vocabulary, double penalty, int window) implements LogitsProcessorFactory {
    public RepetitionPenalty {
        if (!(penalty >= 1 && penalty < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("penalty is " + penalty + ", but must be 1 or more");
        }
        if (window < 1) {
            throw new IllegalArgumentException("window is " + window + ", but must be 1 or more");
        }
    }

    @Override
    public LogitsProcessor create(String prime, int length) {
        Processor processor = new Processor((float) Math.log(penalty), new int[window], new int[vocabulary.size()], 0);
        for (int index : vocabulary.encode(prime)) {
            processor.accept(index);
        }
        return processor;
    }

    private static final class Processor implements LogitsProcessor {
        private final float nats;
        private final int[] recent; // ring of vocabulary indices
        private final int[] counts; // of each symbol in the ring
        private long added;

        Processor(float nats, int[] recent, int[] counts, long added) {
            this.nats = nats;
            this.recent = recent;
            this.counts = counts;
            this.added = added;
        }

        @Override
        public void apply(float[] logProbabilities) {
            for (int i = 0; i < logProbabilities.length; i++) {
                if (counts[i] > 0) {
                    logProbabilities[i] -= nats;
                }
            }
        }

        @Override
        public void accept(int index) {
            int oldest = (int) (added % recent.length);
            if (added >= recent.length) {
                counts[recent[oldest]]--;
            }
            recent[oldest] = index;
            counts[index]++;
            added++;
        }

        @Override
        public LogitsProcessor copy() {
            return new Processor(nats, recent.clone(), counts.clone(), added);
        }
    }
}
