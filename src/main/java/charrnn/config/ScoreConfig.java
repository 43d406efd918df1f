package charrnn.config;

import java.io.Serializable;

/**
 * Section {@code training.score}: the samples that a validation lets the network write and judges. They are drawn as
 * those of section {@code sampling} are.
 *
 * @param samples how many; 0 judges none
 * @param length characters in each
 */
public record ScoreConfig(
        @Key(
                value =
                        "Samples that each validation lets the network write, to tell how many of their functions parse;"
                                + " 0: none.",
                min = 0,
                max = 200)
        int samples,

        @Key(value = "Characters in each of these samples.", min = 1, max = 2000)
        int length)
        implements Serializable {

    static ScoreConfig defaults() {
        return new ScoreConfig(0, 1000);
    }
}
