package charrnn.cli;

public final class Main {
    public static void main(String[] args) {
        System.err.println(org.nd4j.linalg.factory.Nd4j.create(2, 2));
    }
}
