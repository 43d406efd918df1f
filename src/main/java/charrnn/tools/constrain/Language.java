package charrnn.tools.constrain;

import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.message.UserError;
import charrnn.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Languages to whose grammar the option {@code --constrain} keeps a text. */
public enum Language {
    C;

    /**
     * Whether at least half of the text that a network has learned is C, by the names in the {@code split.json} beside its
     * checkpoint: {@code .c} or {@code .h}. Without that file, it counts as C.
     */
    public boolean isLearned(Path checkpoint) {
        Path split = RunFolder.around(checkpoint).split();
        return !Files.isRegularFile(split)
                || Split.read(split).of(Part.TRAIN).stream()
                                .mapToLong(
                                        piece -> piece.file().matches("(?s).*\\.[ch]") ? piece.chars() : -piece.chars())
                                .sum()
                        >= 0;
    }

    /**
     * Throws a {@link UserError} for a network that has not learned this language.
     *
     * @param what the option or command that needs the language, which begins the message
     */
    public void require(String what, Path checkpoint) {
        if (!isLearned(checkpoint)) {
            throw new UserError(what + " is for C only, but the network of " + checkpoint
                    + " has learned other text: more than half of it is not in .c or .h files");
        }
    }

    @Override
    public String toString() {
        return "c";
    }
}
