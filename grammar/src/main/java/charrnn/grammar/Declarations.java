package charrnn.grammar;

import charrnn.grammar.Symbol.Arguments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a file of C declares outside of functions, and those that it mentions anywhere. It is read without a preprocessor,
 * so all branches of its conditionals count, and what a macro declares is only guessed.
 */
final class Declarations {
    private static final Pattern TOKEN = Pattern.compile(
            "(?m)^[ \\t]*#[^\\\\\\n]*+(?:\\\\(?s:.)[^\\\\\\n]*+)*+" // a directive
                    + "|//[^\\n]*+|/\\*(?s:.*?)(?:\\*/|\\z)"
                    + "|[A-Za-z_$][\\w$]*+"
                    + "|\\.?\\d(?:[eEpP][+-]|[\\w.])*+"
                    + "|\"(?:[^\"\\\\\\n]|\\\\(?s:.))*+\"?|'(?:[^'\\\\\\n]|\\\\.)*+'?"
                    + "|->|\\.\\.\\.|\\S");
    private static final Pattern DEFINE =
            Pattern.compile("\\s*#\\s*define\\s+(\\w+)(\\([^)]*\\))?(?:\\s|\\\\\\n)*+((?s:.*))");
    private static final Pattern INCLUDE = Pattern.compile("\\s*#\\s*include(?:_next)?\\s*[<\"]([^>\"]+)[>\"](?s:.*)");

    /** The body of a macro that has no value. */
    private static final Pattern STATEMENT = Pattern.compile("(?s)(do\\b|\\{|\\(*\\(void\\)).*");

    /** The body of a macro that is a number. */
    private static final Pattern NUMBER =
            Pattern.compile("(?=.*\\d)(?:[\\s()~!+*/%|&^<>-]|\\b\\d[\\w.]*+|\\b[A-Z_][A-Z0-9_]*+(?!\\s*\\())++");

    /** The body of a macro that is a call. */
    private static final Pattern CALL = Pattern.compile("\\(*([A-Za-z_]\\w*)\\s*\\((?s:.*)");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    private static final Set<String> AFTER_LOCAL = Set.of(")", ",", ";", "=", "[");

    final Map<String, Symbol> symbols = new HashMap<>();
    final Map<String, String> aliases = new HashMap<>(); // the name that a macro stands for
    final Map<String, String> calls = new HashMap<>(); // the function that a macro calls
    final Set<String> empty = new HashSet<>(); // macros that stand for nothing, such as those that guard headers
    final Map<String, Type> types = new HashMap<>(); // what the names of types stand for
    final Map<String, Map<String, Type>> members = new HashMap<>(); // by structure
    final List<String> includes = new ArrayList<>();
    final Set<String> tags = new HashSet<>(); // with their keyword, mentioned anywhere

    /** Names that are called, or spelled as macros and types of libraries are. */
    final Set<String> mentioned = new HashSet<>();

    final Set<String> mentionedMembers = new HashSet<>();

    /** Names that something like a declaration declares, in functions too. */
    final Set<String> locals = new HashSet<>();

    Declarations(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int from = 0;
        while (matcher.find(from)) {
            String token = matcher.group();
            from = matcher.end();
            if (token.stripLeading().startsWith("#") && token.length() > 1) {
                directive(Directive.withoutComments(token));
                from = endOfComment(text, token, from);
            } else if (!token.startsWith("//") && !token.startsWith("/*")) {
                tokens.add(token);
            }
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (isName(tokens.get(i))) {
                mention(i == 0 ? "" : tokens.get(i - 1), tokens.get(i), i + 1 < tokens.size() ? tokens.get(i + 1) : "");
            }
        }
        new DeclarationReader(tokens, this, Integer.toHexString(text.hashCode())).read();
    }

    /** The end of a comment that begins in a directive and goes on in the next lines; otherwise the end of the directive. */
    private static int endOfComment(String text, String directive, int end) {
        if (!Directive.isInComment(directive)) {
            return end;
        }
        int close = text.indexOf("*/", end);
        return close < 0 ? text.length() : close + 2;
    }

    private void directive(String text) {
        Matcher define = DEFINE.matcher(text);
        if (define.matches()) {
            String name = define.group(1);
            String parameters = define.group(2);
            String body = define.group(3).strip();
            Type type = body.isEmpty() || STATEMENT.matcher(body).matches() ? Type.VOID : Type.UNKNOWN;
            Matcher call = CALL.matcher(body);
            if (parameters != null) {
                declare(name, new Symbol(type, arguments(parameters), true));
                if (call.matches()) {
                    calls.put(name, call.group(1));
                }
            } else if (body.isEmpty()) {
                empty.add(name);
            } else if (isName(body) && NAME.matcher(body).matches()) {
                aliases.put(name, body);
            } else {
                declare(name, NUMBER.matcher(body).matches() ? Symbol.CONSTANT : new Symbol(type, null, false));
            }
            String first = body.split("\\W", 2)[0];
            if (parameters == null
                    && (Type.BASIC.contains(first) || Type.STRUCTURES.contains(first) || first.endsWith("_t"))) {
                boolean isBasic = Type.BASIC.contains(first) && !body.contains("*");
                types.put(name, isBasic ? new Type(first, 0) : Type.UNKNOWN);
            }
        }
        Matcher include = INCLUDE.matcher(text);
        if (include.matches()) {
            includes.add(include.group(1));
        }
    }

    private static Arguments arguments(String parameters) {
        String list = parameters.substring(1, parameters.length() - 1).strip();
        int count = list.isEmpty() ? 0 : list.split(",").length;
        return list.endsWith("...")
                ? new Arguments(count - 1, Integer.MAX_VALUE, List.of())
                : new Arguments(count, count, List.of());
    }

    private void mention(String before, String name, String after) {
        if ((before.equals("*") || Type.BASIC.contains(before) || isName(before)) && AFTER_LOCAL.contains(after)) {
            locals.add(name);
        }
        if (before.equals("->") || before.equals(".")) {
            mentionedMembers.add(name);
        } else if (Type.STRUCTURES.contains(before)) {
            tags.add(before + " " + name);
        } else if (after.equals("(") || name.endsWith("_t") || isUpper(name)) {
            mentioned.add(name);
        }
    }

    static boolean isUpper(String name) {
        return name.length() > 1 && name.equals(name.toUpperCase(Locale.ROOT));
    }

    static boolean isName(String token) {
        return isWord(token) && !CGrammar.TOKENS.isFixed(token);
    }

    /** Whether a token is a keyword that names no type, such as {@code static}. */
    static boolean isSpecifier(String token) {
        return isWord(token) && !isName(token) && !Type.BASIC.contains(token) && !Type.STRUCTURES.contains(token);
    }

    private static boolean isWord(String token) {
        return !token.isEmpty() && CharacterClass.isLetter(token.charAt(0));
    }

    void declare(String name, Symbol value) {
        symbols.merge(name, value, Symbol::or);
    }

    /** The members of a structure, to which others may be added. */
    Map<String, Type> members(String structure) {
        return members.computeIfAbsent(structure, key -> new HashMap<>());
    }
}
