package charrnn.corpus;

import charrnn.config.UserError;
import java.nio.file.Path;

/** A file, or an archive of files. */
interface Source {
    /** The file's name in the corpus; of an archive, its absolute path. */
    String name();

    /** Its path in the file system. */
    Path path();

    /**
     * Passes the text of each selected file to a reader.
     *
     * @throws UserError if an archive is damaged or expands beyond its limits
     */
    void read(CorpusReader reader);
}
