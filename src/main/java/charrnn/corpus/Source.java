package charrnn.corpus;

import charrnn.config.UserError;
import java.nio.file.Path;

/** A file, or an archive of files. */
interface Source {
    /** The file's name in the corpus; of an archive, its absolute path. */
    String name();

    /** Where it lies. */
    Path path();

    /**
     * Passes the text of each file that is wanted to a reader.
     *
     * @throws UserError if an archive is damaged or expands beyond its limits
     */
    void read(CorpusReader reader);
}
