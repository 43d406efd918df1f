package charrnn.lstm;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/**
 * The oneDNN library, called through JavaCPP. ND4J has its own copy of oneDNN, which packs the factors at each product
 * and has no bfloat16 product with a float32 result.
 *
 * <p>It is used only on Linux x86-64, where it is linked to the same OpenMP as ND4J, so that {@code setOmpNumThreads}
 * applies to both. Elsewhere each share of a pass would use all threads.
 */
final class OneDnn {
    private static final @Nullable Library LIBRARY = load();

    private OneDnn() {}

    /** The loaded library. The engine and the stream have no state: all threads share them. */
    private record Library(engine engine, stream stream) {}

    private static @Nullable Library load() {
        if (!Loader.Detector.getPlatform().equals("linux-x86_64")) {
            return null;
        }
        try {
            Nd4j.create(1); // first, so that oneDNN finds ND4J's OpenMP
            Loader.load(dnnl.class);
            engine cpu = new engine(engine.kind.cpu, 0);
            return new Library(cpu, new stream(cpu));
        } catch (LinkageError e) {
            LoggerFactory.getLogger(OneDnn.class).info("oneDNN cannot be loaded", e);
            return null;
        }
    }

    private static Library library() {
        if (LIBRARY == null) {
            throw new IllegalStateException("oneDNN is not available");
        }
        return LIBRARY;
    }

    /** Whether oneDNN can be called. */
    static boolean isAvailable() {
        return LIBRARY != null;
    }

    /** Whether the processor has instructions for products of bfloat16. */
    static boolean multipliesBfloat16() {
        return isAvailable()
                && (dnnl.dnnl_get_effective_cpu_isa() & dnnl.dnnl_cpu_isa_avx512_core_bf16)
                        == dnnl.dnnl_cpu_isa_avx512_core_bf16;
    }

    /** @throws IllegalStateException for BFLOAT16 where {@link #multipliesBfloat16} is false */
    static void requireProducts(DataType factorType) {
        if (factorType == DataType.BFLOAT16 && !multipliesBfloat16()) {
            throw new IllegalStateException("products of BFLOAT16 are not available here");
        }
    }

    /** Version and instruction set, such as {@code oneDNN 2.5.2 (avx512_core_bf16)}. */
    static String describe() {
        dnnl_version_t version = dnnl.dnnl_version();
        String number = version.major() + "." + version.minor() + "." + version.patch();
        return "oneDNN " + number + " (" + dnnl.get_effective_cpu_isa() + ")";
    }

    static engine engine() {
        return library().engine;
    }

    static void run(primitive primitive, IntMemoryMap operands) {
        primitive.execute(library().stream, operands);
    }

    /** The memory of a matrix, which must outlive the result. */
    static memory memory(INDArray matrix) {
        return memory(matrix, 0, (int) matrix.size(0));
    }

    /** The memory of some rows of a matrix. ND4J's own view of them is empty for the last rows of a view in a long array. */
    static memory memory(INDArray matrix, int first, int count) {
        return new memory(layout(matrix, count), engine(), address(matrix, first));
    }

    /** Makes a memory refer to another matrix of the same type, shape and layout. */
    static void bind(memory memory, INDArray matrix) {
        bind(memory, matrix, 0);
    }

    /** Makes a memory of some rows refer to those of another matrix, from {@code first} on. */
    static void bind(memory memory, INDArray matrix, int first) {
        memory.set_data_handle(address(matrix, first));
    }

    private static Pointer address(INDArray matrix, int firstRow) {
        long offset = firstRow * matrix.stride(0) * matrix.dataType().width();
        return new BytePointer(matrix.data().addressPointer()).position(offset);
    }

    /** Type, shape and strides of a number of rows of a matrix. */
    private static memory.desc layout(INDArray matrix, int rows) {
        long columns = matrix.size(1);
        // The stride of a dimension of size 1 is arbitrary in ND4J; oneDNN expects that of a dense matrix.
        long rowStride = rows == 1 ? columns * (columns == 1 ? 1 : matrix.stride(1)) : matrix.stride(0);
        long columnStride = columns == 1 ? (rows == 1 ? 1 : rows * matrix.stride(0)) : matrix.stride(1);
        return new memory.desc(
                new long[] {rows, columns}, type(matrix.dataType()), new long[] {rowStride, columnStride});
    }

    /** The shape of a matrix, with a layout that the product chooses. */
    static memory.desc anyLayout(INDArray matrix, DataType type) {
        return new memory.desc(matrix.shape(), type(type), memory.format_tag.any);
    }

    private static memory.data_type type(DataType type) {
        return switch (type) {
            case FLOAT -> memory.data_type.f32;
            case BFLOAT16 -> memory.data_type.bf16;
            default -> throw new IllegalArgumentException("oneDNN is used for FLOAT and BFLOAT16, not for " + type);
        };
    }

    /** Prepares a copy into another layout or type; rounds to the nearest bfloat16, ties to even. */
    static Runnable copy(memory from, memory to) {
        reorder copy = new reorder(from, to);
        IntMemoryMap operands = new IntMemoryMap();
        operands.put(dnnl.DNNL_ARG_SRC, from);
        operands.put(dnnl.DNNL_ARG_DST, to);
        return () -> run(copy, operands);
    }

    /** Prepares a copy between arrays, which must outlive the result. */
    static Runnable copy(INDArray from, INDArray to) {
        return copy(memory(from), memory(to));
    }
}
