package io.dynafuse.testing;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.TensorInfo;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tensors that the original implementations computed, and how far ours are from them. */
public final class Golden implements AutoCloseable {
    private final Checkpoint file;

    private Golden(Checkpoint file) {
        this.file = file;
    }

    /** Opens a golden file; the calling test is skipped if there is no reference material. */
    public static Golden open(String relative) throws IOException {
        return new Golden(Checkpoint.open(Reference.path(relative)));
    }

    /** The values of a tensor in row-major order. */
    public float[] values(String name) throws IOException {
        return file.floats(name);
    }

    /** The shape of a tensor. */
    public long[] shape(String name) {
        return find(name).shape().stream().mapToLong(Long::longValue).toArray();
    }

    /** Whether the file has a tensor of this name. */
    public boolean has(String name) {
        return file.find(name).isPresent();
    }

    /** A tensor of the file, in the scope that is open. */
    public Tensor tensor(String name) throws IOException {
        return Tensor.of(values(name), shape(name));
    }

    /** The tensors {@code source.0}, {@code source.1}, … */
    public List<Tensor> sources() throws IOException {
        List<Tensor> sources = new ArrayList<>();
        while (has("source." + sources.size())) {
            sources.add(tensor("source." + sources.size()));
        }
        return sources;
    }

    /** The largest absolute difference of {@code actual} from a tensor of the file. */
    public double largestError(String name, float[] actual) throws IOException {
        return Differences.largest(values(name), actual);
    }

    /** {@link #largestError} in parts of the largest magnitude of the tensor of the file. */
    public double largestRelativeError(String name, float[] actual) throws IOException {
        float[] expected = values(name);
        double largest = Differences.largest(expected, new float[expected.length]);
        return Differences.largest(expected, actual) / largest;
    }

    /** Prints a figure for the reader of the test run. */
    public static void report(String what, double largestError) {
        System.out.printf("conformance: %-62s largest error %.1e%n", what, largestError);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private TensorInfo find(String name) {
        return file.find(name).orElseThrow(() -> new AssertionError("no golden tensor " + name));
    }
}
