package charrnn.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * A pattern of gitignore(5), split at each {@code /}. Matching takes time proportional to the product of the lengths at most:
 * after a mismatch, only the last star takes more characters, since the earlier ones have taken the fewest that are possible.
 *
 * @param components the parts between slashes; {@link #DEEP} for {@code **}, otherwise what matches each character
 */
record Wildcards(List<List<IntPredicate>> components) implements Predicate<String> {
    /** Any number of components; compared by identity, unlike an empty one. */
    private static final List<IntPredicate> DEEP = new ArrayList<>();

    /** Any number of characters of a component; compared by identity, which a lambda might share. */
    private static final IntPredicate STAR = new IntPredicate() {
        @Override
        public boolean test(int character) {
            return true;
        }
    };

    /** In place of a malformed part, so that the whole pattern matches nothing. */
    private static final IntPredicate NOTHING = c -> false;

    /** Whether an item of a pattern matches an item of a text. */
    @FunctionalInterface
    private interface ItemMatch {
        boolean test(int patternIndex, int textIndex);
    }

    static Wildcards of(String pattern) {
        List<List<IntPredicate>> components = new ArrayList<>();
        for (String component : pattern.split("/", -1)) {
            components.add(component.matches("\\*{2,}") ? DEEP : component(component));
        }
        if (components.get(components.size() - 1) == DEEP) {
            components.add(List.of(STAR)); // at the end, ** matches one component or more
        }
        return new Wildcards(components);
    }

    private static List<IntPredicate> component(String text) {
        List<IntPredicate> items = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*') {
                items.add(STAR);
            } else if (c == '?') {
                items.add(any -> true);
            } else if (c == '\\') {
                items.add(++i < text.length() ? characters(text.substring(i, i + 1)) : NOTHING);
            } else if (c == '[') {
                boolean negated = text.startsWith("!", i + 1) || text.startsWith("^", i + 1);
                int start = i + (negated ? 2 : 1);
                int end = text.indexOf(']', start + 1); // the first member may be ]
                IntPredicate members = end < 0 ? NOTHING : characters(text.substring(start, end));
                items.add(negated && end >= 0 ? members.negate() : members);
                i = end < 0 ? text.length() : end;
            } else {
                items.add(other -> other == c);
            }
        }
        return items;
    }

    /** One of the characters and ranges of a class, such as {@code a-z_}. */
    private static IntPredicate characters(String members) {
        IntPredicate found = NOTHING;
        for (int i = 0; i < members.length(); i++) {
            boolean isRange = i + 2 < members.length() && members.charAt(i + 1) == '-';
            char first = members.charAt(i);
            char last = members.charAt(isRange ? i + 2 : i);
            found = found.or(c -> c >= first && c <= last);
            i += isRange ? 2 : 0;
        }
        return found;
    }

    @Override
    public boolean test(String path) {
        String[] names = path.split("/", -1);
        return matches(
                components.size(),
                names.length,
                i -> components.get(i) == DEEP,
                (i, name) -> matches(components.get(i), names[name]));
    }

    private static boolean matches(List<IntPredicate> items, String name) {
        return matches(items.size(), name.length(), i -> items.get(i) == STAR, (i, at) -> items.get(i)
                .test(name.charAt(at)));
    }

    private static boolean matches(int patternLength, int textLength, IntPredicate isStar, ItemMatch match) {
        int next = 0; // in the pattern
        int star = -1; // the last star
        int afterStar = 0; // in the text, behind what the last star has taken
        for (int at = 0; at < textLength; ) {
            if (next < patternLength && isStar.test(next)) {
                star = next++;
                afterStar = at;
            } else if (next < patternLength && match.test(next, at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (next < patternLength && isStar.test(next)) {
            next++;
        }
        return next == patternLength;
    }
}
