package charrnn.grammar;

import charrnn.grammar.Symbol.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the declarations outside of functions from the tokens of a file; what it does not understand, it skips. */
final class DeclarationReader {
    private static final int MAX_DEPTH = 50; // of structures in each other
    private static final Set<String> ENDS = Set.of(",", ";", "{");

    private final List<String> tokens;
    private final Declarations names;
    private final String file; // by which structures without a tag differ from those of other files
    private int at;
    private int depth;
    private int unnamed;

    DeclarationReader(List<String> tokens, Declarations names, String file) {
        this.tokens = tokens;
        this.names = names;
        this.file = file;
    }

    void read() {
        while (at < tokens.size()) {
            declarations("");
            at++; // a brace too many
        }
    }

    private String peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : "";
    }

    private boolean is(String token) {
        return peek(0).equals(token);
    }

    private boolean skip(String token) {
        boolean isThere = is(token);
        at += isThere ? 1 : 0;
        return isThere;
    }

    private boolean isEnd() {
        return at >= tokens.size() || is("}");
    }

    /** The position after the bracket that closes one. */
    private int afterBrackets(int from) {
        int open = 0;
        int i = from;
        do {
            open += "([{".contains(tokens.get(i)) ? 1 : ")]}".contains(tokens.get(i)) ? -1 : 0;
            i++;
        } while (i < tokens.size() && open > 0);
        return i;
    }

    private void skipParentheses() {
        at = is("(") ? afterBrackets(at) : at;
    }

    /** Reads the members of a structure up to its brace, or the declarations of a file, whose structure is empty. */
    private void declarations(String structure) {
        while (!isEnd()) {
            int before = at;
            declaration(structure);
            at += at == before ? 1 : 0;
        }
    }

    private void declaration(String structure) {
        boolean isTypedef = false;
        Type base = null;
        while (!isEnd()) {
            String token = peek(0);
            String next = peek(1);
            boolean isAttribute = Type.STRUCTURES.contains(next) || Type.BASIC.contains(next);
            if (Type.STRUCTURES.contains(token)) {
                base = new Type(structure(), 0);
            } else if (Type.BASIC.contains(token)) {
                base = new Type(token, 0);
                at++;
            } else if (Declarations.isSpecifier(token)) {
                isTypedef |= token.equals("typedef");
                at++;
                skipParentheses();
            } else if (Declarations.isName(token)
                    && (Declarations.isName(next) || (base == null && (isAttribute || isTypeBefore(next))))) {
                base = base == null && !isAttribute ? new Type(token, 0) : base;
                at++;
            } else {
                break;
            }
        }
        if (base == null && Declarations.isName(peek(0)) && peek(1).equals("(")) {
            macro();
        } else {
            declarators(base == null ? Type.UNKNOWN : base, isTypedef, structure);
        }
    }

    private boolean isTypeBefore(String next) {
        return next.equals("*") || next.equals("const") || (next.equals("(") && peek(2).equals("*"));
    }

    /** Reads a macro, which may declare what its arguments name. */
    private void macro() {
        int end = afterBrackets(at + 1);
        for (int i = at + 1; i < end; i++) {
            if (Declarations.isName(tokens.get(i))) {
                names.declare(tokens.get(i), Symbol.of(Type.OBJECT));
            }
        }
        at = end;
        if (is("{")) {
            at = afterBrackets(at);
        } else {
            skip(";");
        }
    }

    private void declarators(Type base, boolean isTypedef, String structure) {
        boolean isNamed = false;
        do {
            String name = "";
            Type type = new Type(base.base(), pointers());
            Arguments arguments = null;
            boolean isProtected = is("(") && Declarations.isName(peek(1)) && peek(2).equals(")") && peek(3).equals("(");
            at += isProtected ? 1 : 0; // the function's name, which no macro replaces
            if (is("(")) { // a pointer to a function or an array
                int end = afterBrackets(at);
                name = tokens.subList(at, end).stream()
                        .filter(Declarations::isName)
                        .findFirst()
                        .orElse("");
                at = end;
                skipParentheses();
                type = Type.UNKNOWN;
                arguments = Arguments.ANY;
            } else if (Declarations.isName(peek(0))) {
                name = peek(0);
                at += isProtected ? 2 : 1;
                arguments = is("(") ? parameters() : null;
            }
            while (is("[")) {
                at = afterBrackets(at);
                type = new Type(type.base(), type.pointers() + 1, true);
            }
            if (!name.isEmpty()) {
                isNamed = true;
                declare(name, type, arguments, isTypedef, structure);
            }
            skipRest();
            if (is("{")) {
                at = afterBrackets(at);
                return;
            }
        } while (skip(","));
        if (!isNamed && !structure.isEmpty() && base.base().contains("#")) {
            names.members(structure).putAll(names.members(base.base()));
        }
        skip(";");
    }

    private int pointers() {
        int pointers = 0;
        while (is("*") || Declarations.isSpecifier(peek(0))) {
            pointers += is("*") ? 1 : 0;
            at++;
        }
        return pointers;
    }

    private void declare(String name, Type type, @Nullable Arguments arguments, boolean isTypedef, String structure) {
        Type ofName = arguments == null ? type : Type.UNKNOWN;
        if (isTypedef) {
            names.types.put(name, ofName);
        } else if (structure.isEmpty()) {
            names.declare(name, new Symbol(type, arguments, false));
        } else {
            names.members(structure).put(name, ofName);
        }
    }

    /** Skips attributes, widths and initializers. */
    private void skipRest() {
        while (!isEnd() && !ENDS.contains(peek(0))) {
            boolean isList = is("=") && peek(1).equals("{");
            at = isList ? afterBrackets(at + 1) : is("(") || is("[") ? afterBrackets(at) : at + 1;
        }
    }

    /** Reads a structure or an enumeration, and returns its keyword with its tag. */
    private String structure() {
        String keyword = peek(0);
        String tag = "";
        at++;
        while (Declarations.isSpecifier(peek(0)) || (tag.isEmpty() && Declarations.isName(peek(0)))) {
            tag = Declarations.isName(peek(0)) ? peek(0) : tag;
            at++;
            skipParentheses();
        }
        String name = keyword + " " + (tag.isEmpty() ? "#" + file + "." + unnamed++ : tag);
        if (is("{")) {
            int end = afterBrackets(at);
            if (keyword.equals("enum")) {
                constants(end);
            } else if (depth < MAX_DEPTH) {
                depth++;
                at++;
                names.members(name);
                declarations(name);
                depth--;
            }
            at = end;
        }
        return name;
    }

    private void constants(int end) {
        for (int i = at + 1; i < end; i++) {
            if (Declarations.isName(tokens.get(i)) && Set.of("{", ",").contains(tokens.get(i - 1))) {
                names.declare(tokens.get(i), Symbol.CONSTANT);
            }
        }
    }

    private Arguments parameters() {
        int end = afterBrackets(at);
        List<Type> types = new ArrayList<>();
        int from = at + 1;
        for (at = from; at < end; at++) {
            boolean isBracket = is("(") || is("[");
            if (is(",") || (is(")") && at == end - 1)) {
                types.add(parameter(from, at));
                from = at + 1;
            }
            at = isBracket ? afterBrackets(at) - 1 : at;
        }
        at = end;
        if (types.isEmpty() || types.equals(List.of(Type.UNKNOWN))) {
            return Arguments.ANY; // of a list that is not closed, is empty, or has only three dots
        }
        if (types.equals(List.of(Type.VOID))) {
            return new Arguments(0, 0, List.of());
        }
        boolean isVariable = tokens.get(end - 2).equals("...");
        int count = types.size() - (isVariable ? 1 : 0);
        return new Arguments(count, isVariable ? Integer.MAX_VALUE : count, List.copyOf(types.subList(0, count)));
    }

    /** The type of a parameter: its first name of a type, and its asterisks and brackets. */
    private Type parameter(int from, int to) {
        String base = "";
        int pointers = 0;
        for (int i = from; i < to; i++) {
            String token = tokens.get(i);
            if (token.equals("(")) {
                return Type.UNKNOWN; // a pointer to a function
            }
            if (Type.STRUCTURES.contains(token)) {
                base = token + " " + tokens.get(++i);
            } else if (Type.BASIC.contains(token) || (base.isEmpty() && Declarations.isName(token))) {
                base = token;
            }
            pointers += token.equals("*") || token.equals("[") ? 1 : 0;
        }
        return base.isEmpty() ? Type.UNKNOWN : new Type(base, pointers);
    }
}
