package charrnn.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Mutates checkpoints, from the bytes of the zip to the values of its JSON; equal seeds give equal mutations. */
final class Mutator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] INTERESTING = {0, 1, -1, 2, 20, 45, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 1 << 20};

    private final List<byte[]> bases;
    private final Random random;
    private boolean keptContents;

    Mutator(List<byte[]> bases, long seed) {
        this.bases = bases;
        random = new Random(seed);
    }

    byte[] next() {
        byte[] zip = any().clone();
        int way = random.nextInt(8);
        keptContents = way < 4;
        return switch (way) {
            case 0 -> flipped(zip, zip.length);
            case 1 -> truncated(zip);
            case 2 -> spliced(zip, any());
            case 3 -> headerChanged(zip);
            case 4 -> entryChanged(zip);
            case 5 -> entryExchanged(zip, any());
            case 6 -> jsonChanged(zip, EntryName.CONFIGURATION);
            default -> jsonChanged(zip, random.nextBoolean() ? EntryName.PROGRESS : EntryName.VOCABULARY);
        };
    }

    /** Whether the last mutation kept the checksums: if the file can be read, it then reads as what was written. */
    boolean keptContents() {
        return keptContents;
    }

    private byte[] any() {
        return bases.get(random.nextInt(bases.size()));
    }

    private byte[] flipped(byte[] bytes, int end) {
        int bound = Math.min(end, bytes.length);
        for (int i = random.nextInt(4); i >= 0 && bound > 0; i--) {
            bytes[random.nextInt(bound)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] truncated(byte[] bytes) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    /** Joins the beginning of one checkpoint and the end of another. */
    private byte[] spliced(byte[] head, byte[] tail) {
        int from = random.nextInt(head.length + 1);
        int at = random.nextBoolean() ? Math.min(from, tail.length) : random.nextInt(tail.length + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head, 0, from);
        out.write(tail, at, tail.length - at);
        return out.toByteArray();
    }

    /** Changes a field of a zip header, often a size, a count or an offset. */
    private byte[] headerChanged(byte[] zip) {
        List<Integer> headers = new ArrayList<>();
        for (int i = 0; i + 4 < zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] < 9 && zip[i + 3] < 9) {
                headers.add(i);
            }
        }
        int at = headers.get(random.nextInt(headers.size())) + random.nextInt(46);
        int value = INTERESTING[random.nextInt(INTERESTING.length)] + random.nextInt(3) - 1;
        for (int i = 0; i < (random.nextBoolean() ? 2 : 4) && at + i < zip.length; i++) {
            zip[at + i] = (byte) (value >> 8 * i);
        }
        return zip;
    }

    /** Changes the content of an entry, and its checksum accordingly. */
    private byte[] entryChanged(byte[] zip) {
        String name = name(zip);
        byte[] content = Zips.entry(zip, name);
        byte[] changed =
                switch (random.nextInt(4)) {
                    case 0 -> truncated(content);
                    case 1 -> spliced(content, content);
                    // Where an array's header is.
                    case 2 -> flipped(content, 120);
                    default -> flipped(content, content.length);
                };
        return Zips.with(zip, name, changed);
    }

    /** Removes an entry, takes its content from another checkpoint or entry, or changes its name. */
    private byte[] entryExchanged(byte[] zip, byte[] other) {
        String name = name(zip);
        return switch (random.nextInt(4)) {
            case 0 -> Zips.without(zip, name);
            case 1 -> Zips.with(zip, name, Zips.entries(other).getOrDefault(name, new byte[0]));
            case 2 -> Zips.with(zip, name, Zips.entry(zip, name(zip)));
            default -> Zips.with(zip, name.toUpperCase(Locale.ROOT), Zips.entry(zip, name));
        };
    }

    private String name(byte[] zip) {
        Set<String> names = Zips.entries(zip).keySet();
        return List.copyOf(names).get(random.nextInt(names.size()));
    }

    private byte[] jsonChanged(byte[] zip, EntryName name) {
        try {
            JsonNode root = JSON.readTree(Zips.entry(zip, name.path));
            List<JsonNode> containers = new ArrayList<>();
            collect(root, containers);
            change(containers.get(random.nextInt(containers.size())));
            return Zips.with(zip, name.path, JSON.writeValueAsBytes(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
        }
        node.forEach(child -> collect(child, containers));
    }

    private void change(JsonNode node) throws IOException {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(random.nextInt(9) == 0 ? name + "2" : name, value(object.get(name)));
            }
        } else {
            int index = random.nextInt(node.size());
            ((ArrayNode) node).insert(random.nextInt(node.size()), value(node.get(index)));
        }
    }

    private JsonNode value(JsonNode old) throws IOException {
        String json =
                switch (random.nextInt(14)) {
                    case 0 -> "null";
                    case 1 -> "-1";
                    case 2 -> "0";
                    case 3 -> "1e300";
                    case 4 -> "2147483647";
                    case 5 -> "9223372036854775808";
                    case 6 -> "\"NaN\"";
                    case 7 -> "\"" + "x".repeat(random.nextInt(3000)) + "\"";
                    case 8 -> nested(random.nextInt(500) + 1);
                    case 9 -> "{}";
                    case 10 -> String.valueOf(old.asInt() + 1);
                    case 11 -> "true";
                    case 12 -> "0.5";
                    default -> old.toString();
                };
        return JSON.readTree(json);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
