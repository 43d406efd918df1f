package charrnn.tools.adapt;

import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.corpus.ProjectFiles.ProjectText;
import charrnn.corpus.ProjectFiles.ReadFile;
import charrnn.corpus.ProjectFiles.SourceFile;
import charrnn.corpus.Vocabulary;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * An n-gram cache of a project's files in a file, with the state of these files, so that only new and changed ones are read
 * again. The cache keeps the text of changed and deleted files until it is built again, which happens when more than half
 * of its text is outdated, or when there is more text than its tables were made for.
 */
public final class ProjectIndex {
    /** Begins the file; the last byte is the format's version. */
    private static final long MAGIC = 0x6368_6172_726e_7802L;

    private final Vocabulary vocabulary;
    private final Map<Path, ReadFile> files = new LinkedHashMap<>();
    private final Map<String, Long> texts = new LinkedHashMap<>(); // digest and length of each text in the cache
    private ContextMixer cache;

    /** Reads files and learns their text. */
    public interface Reader {
        /** @param known digests of files whose text is not needed */
        ProjectText read(List<SourceFile> files, Collection<String> known);

        void learn(ContextMixer cache, EncodedText text);
    }

    public ProjectIndex(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        cache = new ContextMixer(vocabulary, 1);
    }

    public ContextMixer cache() {
        return cache;
    }

    public int files() {
        return files.size();
    }

    /** Number of characters in the cache. */
    public long chars() {
        return texts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Number of characters in the cache that no file has any more. */
    public long outdatedChars() {
        Set<String> current = files.values().stream().map(ReadFile::sha256).collect(Collectors.toSet());
        return texts.entrySet().stream()
                .filter(text -> !current.contains(text.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /**
     * Reads the files that are new or have changed.
     *
     * @param found all files of the project
     * @return whether there was a difference
     */
    public boolean update(List<SourceFile> found, Reader reader) {
        List<SourceFile> changed =
                found.stream().filter(file -> !isCurrent(file)).toList();
        if (changed.isEmpty() && found.size() == files.size()) {
            return false;
        }
        boolean empty = texts.isEmpty();
        ProjectText read = reader.read(changed, texts.keySet());
        files.keySet().retainAll(found.stream().map(SourceFile::path).collect(Collectors.toSet()));
        read.files().forEach(file -> files.put(file.file().path(), file));
        if (!empty && (chars() + read.text().length() > cache.capacity() || 2 * outdatedChars() > chars())) {
            files.clear();
            texts.clear();
            return update(found, reader);
        }
        if (empty) {
            long capacity = read.text().length() + read.text().length() / 4 + ContextMixer.SPARE_CHARS;
            cache = new ContextMixer(vocabulary, Math.toIntExact(capacity));
        }
        read.files().stream().filter(file -> file.chars() > 0).forEach(file -> texts.put(file.sha256(), file.chars()));
        if (read.text().length() > 0) {
            reader.learn(cache, read.text());
        }
        return true;
    }

    private boolean isCurrent(SourceFile file) {
        ReadFile known = files.get(file.path());
        return known != null && known.file().equals(file) && file.isSettled();
    }

    /** Writes the index to a file, which appears whole or not at all. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, stream -> {
            CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32C());
            DataOutputStream out = new DataOutputStream(checked);
            out.writeLong(MAGIC);
            out.writeInt(vocabulary.characters().size());
            for (int character : vocabulary.characters()) {
                out.writeInt(character);
            }
            out.writeInt(files.size());
            for (ReadFile read : files.values()) {
                out.writeUTF(read.file().path().toString());
                out.writeLong(read.file().bytes());
                out.writeLong(read.file().modified());
                out.writeUTF(read.sha256());
            }
            out.writeInt(texts.size());
            for (Map.Entry<String, Long> text : texts.entrySet()) {
                out.writeUTF(text.getKey());
                out.writeLong(text.getValue());
            }
            cache.write(out);
            out.writeInt((int) checked.getChecksum().getValue());
        });
    }

    /**
     * Whether a file begins as an index does, of any version.
     *
     * @throws UserError if it cannot be read
     */
    public static boolean isIndex(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            return in.readLong() >>> Byte.SIZE == MAGIC >>> Byte.SIZE;
        } catch (EOFException e) {
            return false;
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    /**
     * Reads the index of a file.
     *
     * @param vocabulary the network's
     * @throws UserError if the file cannot be read, is no index, is damaged, or has another vocabulary
     */
    public static ProjectIndex read(Path file, Vocabulary vocabulary) {
        if (!isIndex(file)) {
            throw new UserError(file + " is no index: charrnn index makes one");
        }
        CRC32C checksum = new CRC32C();
        try (DataInputStream in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), checksum))) {
            if (in.readLong() != MAGIC) {
                throw new UserError(file + " is the index of another version of charrnn: build it again with"
                        + " charrnn index --rebuild");
            }
            if (!readCharacters(in).equals(vocabulary.characters())) {
                throw new UserError(file + " was made for a network with another vocabulary: name that network with"
                        + " --checkpoint, or build the index again with charrnn index --rebuild");
            }
            ProjectIndex index = readContent(in, vocabulary, Files.size(file));
            int actual = (int) checksum.getValue();
            if (in.readInt() != actual || in.read() >= 0) {
                throw new IOException("its checksum is wrong");
            }
            return index;
        } catch (EOFException e) {
            throw damaged(file, "it is cut off", e);
        } catch (IOException e) {
            throw damaged(file, Reason.of(e), e);
        } catch (InvalidPathException e) {
            throw damaged(file, "a path is invalid", e);
        }
    }

    private static List<Integer> readCharacters(DataInputStream in) throws IOException {
        List<Integer> characters = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            characters.add(in.readInt());
        }
        return characters;
    }

    private static ProjectIndex readContent(DataInputStream in, Vocabulary vocabulary, long bytes) throws IOException {
        ProjectIndex index = new ProjectIndex(vocabulary);
        for (int left = in.readInt(); left > 0; left--) {
            SourceFile file = new SourceFile(Path.of(in.readUTF()), in.readLong(), in.readLong());
            index.files.put(file.path(), new ReadFile(file, in.readUTF(), 0));
        }
        for (int left = in.readInt(); left > 0; left--) {
            index.texts.put(in.readUTF(), in.readLong());
        }
        index.cache = ContextMixer.read(in, vocabulary, bytes);
        return index;
    }

    private static UserError damaged(Path file, String reason, Exception e) {
        return new UserError(file + " is damaged (" + reason + "): build it again with charrnn index --rebuild", e);
    }
}
