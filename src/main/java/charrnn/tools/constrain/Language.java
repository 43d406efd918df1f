package charrnn.tools.constrain;

/** Languages whose lexical and bracket structure the option {@code --constrain} keeps. */
public enum Language {
    C;

    @Override
    public String toString() {
        return "c";
    }
}
