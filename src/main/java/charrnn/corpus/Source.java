package charrnn.corpus;

import charrnn.config.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** One configured path, opened: a folder, a file or an archive that offers its files. */
interface Source {

    /**
     * Offers every file that the filter takes.
     *
     * @throws UserError if the source as a whole cannot be read
     */
    void visit(FileFilter filter, Visitor visitor);

    /** Tells, without opening anything, which files {@link #visit} would read from. */
    void list(FileFilter filter, Lister lister);

    /** Whoever looks at the files from outside. */
    interface Lister {
        /** Takes note of a file, or of a folder that cannot be listed. */
        void file(String name, Path file);

        /** Receives an archive. */
        void archive(Path archive);
    }

    /** Whoever gathers the files. */
    interface Visitor {
        /** Whether the file of this name is to be read at all. */
        boolean wants(String name);

        /**
         * Takes a file. The stream is closed by the source.
         *
         * @throws IOException if the stream fails; content that is no text is the visitor's affair
         */
        void text(String name, InputStream in) throws IOException;

        /** Takes note of a file or folder that cannot be read. */
        void bad(String name, String reason);

        /** Takes note of more bytes of a file or an archive that were read. */
        void read(long bytes);
    }
}
