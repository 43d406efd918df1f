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
        RecentSymbols recent = new RecentSymbols(window, vocabulary.size());
        for (int index : vocabulary.encode(prime)) {
            recent.add(index);
        }
        return new Penalty(recent, (float) Math.log(penalty));
    }

    private record Penalty(RecentSymbols recent, float nats) implements LogitsProcessor {
        @Override
        public void apply(float[] logProbabilities) {
            for (int i = 0; i < logProbabilities.length; i++) {
                if (recent.contains(i)) {
                    logProbabilities[i] -= nats;
                }
            }
        }

        @Override
        public void accept(int index) {
            recent.add(index);
        }

        @Override
        public LogitsProcessor copy() {
            return new Penalty(recent.copy(), nats);
        }
    }
}
