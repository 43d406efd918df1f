package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;

/**
 * Divides the probability of each character in the last part of the text by a penalty, however often it occurs there.
 * Keskar et al. 2019 ("CTRL: a conditional transformer language model", section 4.1) divide the logits instead, with an
 * effect that changes if a constant is added to all logits.
 *
 * @param vocabulary the model's vocabulary
 * @param penalty 1 or more; 1 changes nothing
 * @param window length of the last part in characters, 1 or more; the prime is part of the text
 */
public record RepetitionPenalty(Vocabulary vocabulary, double penalty, int window) implements LogitsProcessorFactory {
    @Override
    public LogitsProcessor create(String prime, int length) {
        Processor processor = new Processor((float) Math.log(penalty), new int[window], new int[vocabulary.size()], 0);
        for (int index : vocabulary.encode(prime)) {
            processor.accept(index);
        }
        return processor;
    }

    private static final class Processor implements LogitsProcessor {
        private final float logPenalty;
        private final int[] recent; // ring of vocabulary indices
        private final int[] counts; // of each symbol's occurrences in the ring
        private long added;

        Processor(float logPenalty, int[] recent, int[] counts, long added) {
            this.logPenalty = logPenalty;
            this.recent = recent;
            this.counts = counts;
            this.added = added;
        }

        @Override
        public void apply(float[] logProbabilities) {
            for (int i = 0; i < logProbabilities.length; i++) {
                if (counts[i] > 0) {
                    logProbabilities[i] -= logPenalty;
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
            return new Processor(logPenalty, recent.clone(), counts.clone(), added);
        }
    }
}
