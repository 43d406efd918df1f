package charrnn.cli;

import charrnn.config.UserError;
import charrnn.files.Reason;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.IOUtils;

/** Reads a text file that an option names, and checks that a page can be written to one. */
final class OptionFile {
    private OptionFile() {}

    /** Reads the beginning of a UTF-8 file, at most {@code max} UTF-16 units. */
    static String text(String option, Path file, int max) {
        try (Reader reader = Files.newBufferedReader(file)) {
            StringWriter beginning = new StringWriter();
            IOUtils.copyLarge(reader, beginning, 0, max);
            return beginning.toString();
        } catch (CharacterCodingException e) {
            throw new UserError(option + " " + file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new UserError(option + " " + file + " cannot be read: " + Reason.of(e), e);
        }
    }

    /**
     * Checks that a page can be written to a file.
     *
     * @throws UserError if it is a folder, its folder does not exist, or it would replace something other than a page
     */
    static Path page(String option, Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        String mistake = "";
        if (Files.isDirectory(file)) {
            mistake = " is a folder, but must be a file";
        } else if (!Files.isDirectory(folder)) {
            mistake = ": there is no folder " + folder;
        } else if (Files.exists(file)
                && !(Files.isRegularFile(file) && file.toString().endsWith(".html"))) {
            mistake = " exists, and only a page, a file whose name ends in .html, is overwritten";
        } else if (!Files.isWritable(folder)) {
            mistake = ": the folder " + folder + " is not writable";
        }
        if (!mistake.isEmpty()) {
            throw new UserError(option + " " + file + mistake);
        }
        return file;
    }
}
