package charrnn.tools.cells;

/**
 * A signal that follows a feature.
 *
 * @param signal which one
 * @param chosen how closely, in the part of the text by which it was chosen; from -1 to 1, see {@link Association}
 * @param heldOut how closely in the other part
 */
public record Detector(Signal signal, double chosen, double heldOut) {}
