package charrnn.config;

import java.util.List;

/** A part of a YAML text, as much of YAML as a configuration needs, with the line where it begins. */
sealed interface YamlNode {

    /** Line in the text, the first is 1. */
    int line();

    /** What it is, for a message: {@code "many"}, {@code 3}, {@code a list} or {@code a section}. */
    String shown();

    /** A text, number or truth value, as it was written (quotes and escapes resolved). */
    record Scalar(String text, int line) implements YamlNode {
        @Override
        public String shown() {
            return DecimalNumber.isDecimal(text) && text.length() <= 40 ? text : YamlText.shown(text);
        }
    }

    /** No value, {@code ~} or {@code null}. */
    record Nothing(int line) implements YamlNode {
        @Override
        public String shown() {
            return "empty";
        }
    }

    /** What was refused while it was read, such as an alias: its mistake is known already. */
    record Refused(int line) implements YamlNode {
        @Override
        public String shown() {
            return "refused";
        }
    }

    /** A list. */
    record Items(List<YamlNode> nodes, int line) implements YamlNode {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /** Keys and values, in the order of the text; a key may occur twice. */
    record Section(List<Entry> entries, int line) implements YamlNode {
        @Override
        public String shown() {
            return "a section";
        }
    }

    /** A key, the line where it stands, and its value. */
    record Entry(String key, YamlNode value, int line) {}
}
