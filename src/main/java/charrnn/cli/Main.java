package charrnn.cli;

public final class Main {
    public static void main(String[] args) {
        charrnn.lstm.NativeLibrary.choose();
        System.err.println(charrnn.lstm.NativeLibrary.describe());
        System.err.println(org.bytedeco.javacpp.Loader.getLoadedLibraries());
    }
}
