import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Adds to a bill of materials what Maven does not know of: libraries inside other libraries, native libraries, and Java.
 *
 * <p>{@code java -cp charrnn.jar release/CompleteBom.java BOM JAR COMPONENTS}: COMPONENTS lists them; those that the jar does
 * not have are left out. Fails if the jar has a Maven library that is neither in BOM nor in COMPONENTS.
 */
class CompleteBom {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws IOException {
        File file = new File(arguments[0]);
        JsonNode bom = JSON.readTree(file);
        try (ZipFile jar = new ZipFile(arguments[1])) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            for (JsonNode component : JSON.readTree(new File(arguments[2]))) {
                String path = component.has("file")
                        ? ".*" + component.get("file").textValue() + ".*"
                        : "META-INF/maven/%s/%s/pom[.]properties"
                                .formatted(text(component, "group"), text(component, "name"));
                if (names.stream().anyMatch(name -> name.matches(path))) {
                    add(bom, component);
                }
            }
            check(bom, jar, names);
        }
        ObjectNode java = JSON.createObjectNode()
                .put("name", "OpenJDK")
                .put("version", Runtime.version().toString())
                .put("license", "GPL-2.0-only WITH Classpath-exception-2.0")
                .put("description", "runtime of the image and of the Debian package, not in the jar");
        add(bom, java);
        JSON.writerWithDefaultPrettyPrinter().writeValue(file, bom);
    }

    /** Appends a component in CycloneDX's form. */
    private static void add(JsonNode bom, JsonNode component) {
        String maven = "pkg:maven/%s/%s@%s"
                .formatted(text(component, "group"), text(component, "name"), text(component, "version"));
        String purl = component.has("group") ? maven : text(component, "purl");
        ObjectNode added = ((ArrayNode) bom.get("components")).addObject().put("type", "library");
        added.put("bom-ref", purl.isEmpty() ? "charrnn:" + text(component, "name") : purl);
        for (String field : List.of("group", "name", "version", "description")) {
            if (component.has(field)) {
                added.set(field, component.get(field));
            }
        }
        added.putArray("licenses").addObject().put("expression", text(component, "license"));
        if (!purl.isEmpty()) {
            added.put("purl", purl);
        }
    }

    private static void check(JsonNode bom, ZipFile jar, List<String> names) throws IOException {
        Set<String> known = new HashSet<>();
        known.add(id(bom.at("/metadata/component")));
        bom.get("components").forEach(component -> known.add(id(component)));
        for (String name : names) {
            if (name.matches("META-INF/maven/[^/]+/[^/]+/pom[.]properties")) {
                Properties library = new Properties();
                library.load(jar.getInputStream(jar.getEntry(name)));
                String id = String.join(
                        ":",
                        library.getProperty("groupId"),
                        library.getProperty("artifactId"),
                        library.getProperty("version"));
                if (!known.contains(id)) {
                    throw new IOException("the jar has " + id + ", which is missing from release/components.json");
                }
            }
        }
    }

    private static String id(JsonNode component) {
        return String.join(":", text(component, "group"), text(component, "name"), text(component, "version"));
    }

    private static String text(JsonNode component, String field) {
        return component.path(field).asText();
    }
}
