package charrnn.model.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text entries of a checkpoint, decoded without the leniency of {@code new String}. */
final class Utf8 {
    private Utf8() {}

    /** @throws Refused if the entry is not UTF-8 */
    static String text(ZipSlice entry) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(entry.bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refused.because("its entry " + entry.name() + " is not UTF-8 text");
        }
    }
}
