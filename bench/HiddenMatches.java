import charrnn.files.StrictJson;
import charrnn.lstm.LstmStepper;
import charrnn.lstm.NativeLibrary;
import charrnn.match.InputEncoding;
import charrnn.match.TextHistory;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Prints the log probability of each character of a text, in the form of the server's answer with {@code echo} and
 * {@code logprobs}, with products in float32.
 *
 * <pre>java -cp charrnn.jar bench/HiddenMatches.java checkpoint.zip text.c [hidden]</pre>
 *
 * With {@code hidden} the network sees no matches, as in the stretches that {@code training.matchDropout} hides in training.
 */
public final class HiddenMatches {
    private HiddenMatches() {}

    public static void main(String[] args) throws IOException {
        NativeLibrary.choose();
        Checkpoint checkpoint = CheckpointReader.read(Path.of(args[0]), false);
        InputEncoding encoding = Networks.encoding(checkpoint.network());
        LstmStepper model = new LstmStepper(checkpoint.network(), true, encoding.activeInputs(), DataType.FLOAT);
        int stream = model.add();
        TextHistory history = encoding.history(checkpoint.vocabulary());
        String content = Files.readString(Path.of(args[1]));
        int[] text = checkpoint.vocabulary().encode(content);
        int[] characters = content.codePoints().toArray();
        ObjectNode answer = StrictJson.object();
        ObjectNode logprobs = answer.putArray("choices").addObject().putObject("logprobs");
        ArrayNode tokens = logprobs.putArray("tokens");
        ArrayNode bits = logprobs.putArray("token_logprobs").addNull();
        int[] inputs = new int[encoding.activeInputs()];
        for (int i = 0; i < text.length; i++) {
            tokens.add(Character.toString(characters[i]));
            if (i > 0) {
                bits.add(model.logProbabilities(stream)[text[i]]);
            }
            history.read(text[i], inputs, 0);
            if (args.length > 2) {
                encoding.hide(inputs, 0, 1);
            }
            model.step(inputs);
        }
        System.out.print(StrictJson.write(answer));
    }
}
