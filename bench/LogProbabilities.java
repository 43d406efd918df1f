import charrnn.lstm.LstmStepper;
import charrnn.lstm.NativeLibrary;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Prints the predictions of a checkpoint's network for a text, with products in float32, for comparison with other programs.
 *
 * <pre>java -cp charrnn.jar bench/LogProbabilities.java checkpoint.zip text.c characters</pre>
 *
 * Each line has, after one more character, the natural logarithms of the probabilities of the next symbol, as a JSON array
 * in the vocabulary's order.
 */
public final class LogProbabilities {
    private LogProbabilities() {}

    public static void main(String[] args) throws IOException {
        NativeLibrary.choose();
        Checkpoint checkpoint = CheckpointReader.read(Path.of(args[0]), false);
        LstmStepper model = new LstmStepper(checkpoint.network(), true);
        int stream = model.add();
        int[] text = checkpoint.vocabulary().encode(Files.readString(Path.of(args[1])));
        for (int i = 0; i < Math.min(text.length, Integer.parseInt(args[2])); i++) {
            model.step(text[i]);
            System.out.println(Arrays.toString(model.logProbabilities(stream)));
        }
    }
}
