package io.dynafuse.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CheckpointPropertyTest {
    @Provide
    Arbitrary<StoredTensor> tensors() {
        return Arbitraries.longs()
                .between(0, 4)
                .list()
                .ofMaxSize(4)
                .flatMap(shape -> Arbitraries.floats()
                        .array(float[].class)
                        .ofSize((int) Shapes.elements(shape))
                        .map(values -> new StoredTensor(shape, values)));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(CheckpointPropertyTest::isUnicode);
    }

    /** Half a surrogate pair is no character, so no UTF-8 file can hold it. */
    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    @Property(tries = 200)
    void whatWasWrittenIsRead(
            @ForAll("tensorMaps") Map<String, StoredTensor> tensors, @ForAll("metadata") Map<String, String> metadata)
            throws IOException {
        Path file = Files.createTempFile("round", ".safetensors");
        try {
            Safetensors.write(file, tensors, metadata);
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.metadata()).isEqualTo(metadata);
                assertThat(checkpoint.tensors())
                        .extracting(TensorInfo::name)
                        .containsExactlyElementsOf(tensors.keySet());
                for (Map.Entry<String, StoredTensor> named : tensors.entrySet()) {
                    assertThat(checkpoint.find(named.getKey()).orElseThrow().shape())
                            .isEqualTo(named.getValue().shape());
                    assertThat(checkpoint.floats(named.getKey()))
                            .isEqualTo(named.getValue().values());
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<Map<String, StoredTensor>> tensorMaps() {
        return Arbitraries.maps(names(), tensors()).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Map<String, String>> metadata() {
        return Arbitraries.maps(names(), names()).ofMaxSize(3);
    }

    /** Element (i, j, …) of a tensor is element offset + i·s₀ + j·s₁ + … of its storage. */
    @Property(tries = 200)
    void stridesAreHonoured(
            @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 4) Integer> shape,
            @ForAll @IntRange(max = 5) int offset,
            @ForAll @IntRange(min = 1, max = 3) int step,
            @ForAll Random random)
            throws IOException {
        long[] sizes = shape.stream().mapToLong(Integer::longValue).toArray();
        long[] strides = permutedStrides(sizes, step, random);
        float[] storage = new float[offset + 3 * 256];
        for (int i = 0; i < storage.length; i++) {
            storage[i] = i;
        }
        byte[] pickle = PickleBytes.protocol2()
                .op("}")
                .text("t")
                .tensor("0", "FloatStorage", storage.length, offset, sizes, strides)
                .op("s")
                .end();
        List<Float> expected = new ArrayList<>();
        collect(sizes, strides, 0, offset, expected);
        byte[] file = CheckpointBytes.zip(pickle, Map.of("0", CheckpointBytes.floats(storage)));
        float[] read = CheckpointBytes.inFile(file, path -> {
            try (Checkpoint checkpoint = Checkpoint.open(path)) {
                return checkpoint.floats("t");
            }
        });
        assertThat(read).containsExactly(expected.toArray(Float[]::new));
    }

    private static long[] permutedStrides(long[] sizes, int step, Random random) {
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < sizes.length; axis++) {
            axes.add(axis);
        }
        Collections.shuffle(axes, random);
        long[] strides = new long[sizes.length];
        long stride = step;
        for (int axis : axes) {
            strides[axis] = stride;
            stride *= sizes[axis];
        }
        return strides;
    }

    private static void collect(long[] sizes, long[] strides, int axis, long element, List<Float> into) {
        if (axis == sizes.length) {
            into.add((float) element);
            return;
        }
        for (int i = 0; i < sizes[axis]; i++) {
            collect(sizes, strides, axis + 1, element + i * strides[axis], into);
        }
    }
}
