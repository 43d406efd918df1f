package charrnn.lstm;

import java.util.LinkedHashMap;
import java.util.Map;

/** Differences of matrices, relative to the norm of the expected one. */
final class Errors {
    private Errors() {}

    /** Norm of the difference, divided by the norm of the expected matrix unless that is zero. */
    static double relative(double[][] actual, double[][] expected) {
        double squares = 0;
        double errors = 0;
        for (int r = 0; r < expected.length; r++) {
            for (int c = 0; c < expected[r].length; c++) {
                squares += expected[r][c] * expected[r][c];
                errors += Math.pow(actual[r][c] - expected[r][c], 2);
            }
        }
        return Math.sqrt(errors) / (squares == 0 ? 1 : Math.sqrt(squares));
    }

    static double relative(double actual, double expected) {
        return relative(new double[][] {{actual}}, new double[][] {{expected}});
    }

    static Map<String, double[][]> copies(Map<String, double[][]> matrices) {
        Map<String, double[][]> copies = new LinkedHashMap<>();
        matrices.forEach((name, matrix) -> {
            double[][] copy = matrix.clone();
            for (int r = 0; r < copy.length; r++) {
                copy[r] = matrix[r].clone();
            }
            copies.put(name, copy);
        });
        return copies;
    }
}
