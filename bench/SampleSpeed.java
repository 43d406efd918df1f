import charrnn.lstm.NativeLibrary;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.sample.TextGenerator;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
        LogitsProcessorFactory processors =
                constrain ? new CConstraints(checkpoint.vocabulary(), true, Until.LENGTH) : LogitsProcessorFactory.NONE;
        Blocks blocks = new Blocks(streams, seconds);
        LanguageModel model = LanguageModel.of(checkpoint.network(), checkpoint.vocabulary());
        generate(model, processors, streams, blocks);
        double speed = blocks.charsPerSecond();
        System.out.printf(
                Locale.ROOT,
                plain ? "%.0f%n" : "%.0f chars/s, " + streams + (streams == 1 ? " stream%n" : " streams%n"),
                speed);
    }

    /** Generates endless texts until the time is over. */
    private static void generate(LanguageModel model, LogitsProcessorFactory processors, int streams, Blocks blocks) {
        SamplingOptions options = new SamplingOptions(Integer.MAX_VALUE, 1, 0, 1, 1, streams, "");
        TextGenerator generator = new TextGenerator(model);
        for (int stream = 0; stream < streams; stream++) {
            generator.add(options.request("", stream, processors), token -> {});
        }
        do {
            generator.step();
            blocks.made();
        } while (!blocks.over);
    }

    /** Times each block of steps, and ends the run. */
    private static final class Blocks {
        private final int streams;
        private final long end;
        private final List<Double> speeds = new ArrayList<>();
        private long since;
        private int steps;
        private boolean over;

        Blocks(int streams, double seconds) {
            this.streams = streams;
            since = System.nanoTime();
            end = since + (long) (seconds * 1e9);
        }

        /** To be called after each step, in which every stream got a character. */
        void made() {
            steps++;
            if (steps % BLOCK == 0) {
                long now = System.nanoTime();
                speeds.add((double) BLOCK * streams / ((now - since) / 1e9));
                since = now;
                if (now > end && speeds.size() > 1) {
                    over = true;
                }
            }
        }

        double charsPerSecond() {
            List<Double> counted = new ArrayList<>(speeds.subList(speeds.size() / 2, speeds.size()));
            Collections.sort(counted);
            return counted.get(counted.size() / 2);
        }
    }
}
