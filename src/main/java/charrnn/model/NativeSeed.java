package charrnn.model;

/** Seeds for ND4J, whose generator takes the clock where it is given 0 (libnd4j's {@code RandomGenerator::setStates}). */
public final class NativeSeed {
    private NativeSeed() {}

    /** The seed, or another number that nobody chooses for 0. */
    public static long of(long seed) {
        return seed == 0 ? Long.MIN_VALUE : seed;
    }
}
