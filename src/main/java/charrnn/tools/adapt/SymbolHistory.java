package charrnn.tools.adapt;

/** All symbols that were read, in order. */
final class SymbolHistory {
    private final char[] symbols;
    private int length;

    /** @param capacity most symbols to be read */
    SymbolHistory(int capacity) {
        symbols = new char[capacity];
    }

    int capacity() {
        return symbols.length;
    }

    /** How many were read. */
    int length() {
        return length;
    }

    void add(int symbol) {
        symbols[length++] = (char) symbol;
    }

    int at(int position) {
        return symbols[position];
    }

    /** The symbol read last but {@code back}: 0 for the last one. */
    int last(int back) {
        return symbols[length - 1 - back];
    }
}
