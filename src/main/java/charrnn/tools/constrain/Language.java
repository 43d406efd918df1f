package charrnn.tools.constrain;

import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.message.UserError;
import charrnn.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/** Languages to whose grammar the option {@code --constrain} keeps a text. */
public enum Language {
    C;

    /**
     * The language of at least half of the text that a network has learned, by the names in the {@code split.json} beside its
     * checkpoint: {@code c} (.c and .h), {@code python} (.py) or {@code other}. Without that file, it counts as C.
     */
    public static String learned(Path checkpoint) {
        Path file = RunFolder.around(checkpoint).split();
        if (!Files.isRegularFile(file)) {
            return "c";
        }
        Split split = Split.read(file);
        return isMostly(split, "(?s).*\\.[ch]") ? "c" : isMostly(split, "(?s).*\\.py") ? "python" : "other";
    }

    private static boolean isMostly(Split split, String name) {
        LongStream chars = split.of(Part.TRAIN).stream()
                .mapToLong(piece -> piece.file().matches(name) ? piece.chars() : -piece.chars());
        return chars.sum() >= 0;
    }

    /**
     * Throws a {@link UserError} for a network that has not learned this language.
     *
     * @param what the option or command that needs the language, which begins the message
     */
    public void require(String what, Path checkpoint) {
        if (!learned(checkpoint).equals(toString())) {
            throw new UserError(what + " is for C only, but the network of " + checkpoint
                    + " has learned other text: more than half of it is not in .c or .h files");
        }
    }

    @Override
    public String toString() {
        return "c";
    }
}
