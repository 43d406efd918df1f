package charrnn.tools.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One number that a network computes at each character.
 *
 * @param layer number of the layer, 1 for the first
 * @param unit number of the unit within it, 1 for the first
 * @param kind what of the unit
 */
public record Signal(int layer, int unit, Kind kind) {
    /** What of a unit is looked at. */
    public enum Kind {
        /** Its output, h = o tanh c. */
        H,
        /** Its cell state, c. */
        C;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All signals of a network, layer by layer and unit by unit, h before c. */
    static List<Signal> of(List<Integer> hiddenSizes) {
        List<Signal> all = new ArrayList<>();
        for (int layer = 0; layer < hiddenSizes.size(); layer++) {
            for (int unit = 0; unit < hiddenSizes.get(layer); unit++) {
                for (Kind kind : Kind.values()) {
                    all.add(new Signal(layer + 1, unit + 1, kind));
                }
            }
        }
        return List.copyOf(all);
    }

    boolean isOfSameUnit(Signal other) {
        return layer == other.layer && unit == other.unit;
    }

    /** Such as {@code c 1:417}: the cell state of unit 417 in layer 1. */
    @Override
    public String toString() {
        return kind + " " + layer + ":" + unit;
    }
}
