import charrnn.lstm.NativeLibrary;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.sample.Constraint;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the speed of sampling from a checkpoint at temperature 1, with the classes that {@code sample} uses and without
 * the start of the Java virtual machine.
 *
 * <pre>java -cp charrnn.jar bench/SampleSpeed.java [--plain] [--constrain] checkpoint.zip [streams [seconds]]</pre>
 *
 * The figure is the median over blocks of characters in the second half of the run, for all streams together.
 */
public final class SampleSpeed {
    private static final int BLOCK = 100;

    private SampleSpeed() {}

    public static void main(String[] args) {
        List<String> rest = new ArrayList<>(List.of(args));
        boolean plain = rest.remove("--plain");
        boolean constrain = rest.remove("--constrain");
        Path file = Path.of(rest.get(0));
        int streams = rest.size() > 1 ? Integer.parseInt(rest.get(1)) : 1;
        double seconds = rest.size() > 2 ? Double.parseDouble(rest.get(2)) : 5;
        NativeLibrary.choose();
        Checkpoint checkpoint = CheckpointReader.read(file, false);
        TextGenerator generator = new TextGenerator(LanguageModel.of(checkpoint.network(), checkpoint.vocabulary()));
        SamplingOptions options = new SamplingOptions(Integer.MAX_VALUE, 1, 0, 1, 1, streams, "");
        Constraint constraint = constrain
                ? new CConstraints(checkpoint.vocabulary(), true, Until.LENGTH).create("", options.length())
                : Constraint.NONE;
        for (int stream = 0; stream < streams; stream++) {
            generator.add(options.request("", stream, constraint.copy()), token -> {});
        }
        double speed = charsPerSecond(generator, streams, seconds);
        System.out.printf(
                Locale.ROOT,
                plain ? "%.0f%n" : "%.0f chars/s, " + streams + (streams == 1 ? " stream%n" : " streams%n"),
                speed);
    }

    /** Steps all texts until the time is over; the median of the speeds of blocks in the second half. */
    private static double charsPerSecond(TextGenerator generator, int streams, double seconds) {
        List<Double> speeds = new ArrayList<>();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        while (begin <= end || speeds.size() < 2) {
            for (int step = 0; step < BLOCK; step++) {
                generator.step();
            }
            long now = System.nanoTime();
            speeds.add((double) BLOCK * streams / ((now - begin) / 1e9));
            begin = now;
        }
        List<Double> counted = speeds.subList(speeds.size() / 2, speeds.size()).stream()
                .sorted()
                .toList();
        return counted.get(counted.size() / 2);
    }
}
