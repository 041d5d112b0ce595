package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.testing.NativeObjects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
    private static final String BY_GRADIENTS = "component, gradient=l1+ssim, channel=mean";

    /** Whatever is left shows at once, a single number too. */
    @ParameterizedTest
    @ValueSource(strings = {"maximum", "fused, smoothing=2, iterations=2", "fused, joint, channel=auto", BY_GRADIENTS})
    void everyObjectOfTheEngineIsFreed(String words) throws Exception {
        try (ManyFusions fusions = new ManyFusions(words)) {
            fusions.run(2);
            long before = NativeObjects.countWithoutGarbage();
            fusions.run(5);
            assertThat(NativeObjects.count()).isLessThanOrEqualTo(before);
        }
    }

    /** What no object of this language stands for: buffers that the engine keeps, records of derivatives. */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"20 | 80 | maximum", "10 | 30 | " + BY_GRADIENTS})
    void manyFusionsLeaveTheMemoryAsItWas(int first, int others, String words, @TempDir Path folder) throws Exception {
        assertThat(growth(folder, first, others, words)).isLessThanOrEqualTo(1.02);
    }

    private static double growth(Path folder, int first, int others, String words) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A heap that neither grows nor shrinks and no compiler, so that what changes is the engine's.
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Xint",
                "-cp",
                System.getProperty("java.class.path"),
                ManyFusions.class.getName(),
                String.valueOf(first),
                String.valueOf(others),
                words);
        // What glibc keeps of freed buffers comes and goes by some megabytes; here it gives them back at once.
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        List<Long> resident =
                Files.readAllLines(output).stream().map(Long::valueOf).toList();
        assertThat(resident).hasSize(2);
        System.out.printf(
                "memory: %d MB after %d fusions (%s), %d MB after %d%n",
                resident.get(0) >> 20, first, words, resident.get(1) >> 20, first + others);
        return (double) resident.get(1) / resident.get(0);
    }
}
