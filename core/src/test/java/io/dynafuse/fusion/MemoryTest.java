package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
    @Test
    void aThousandFusionsLeaveNothingBehind(@TempDir Path folder) throws Exception {
        assertThat(growth(folder, 100, 900, "maximum")).isLessThanOrEqualTo(1.02);
    }

    @Test
    void fusionsByGradientsLeaveNothingBehind(@TempDir Path folder) throws Exception {
        assertThat(growth(folder, 50, 150, "component, gradient=l1+ssim, channel=mean"))
                .isLessThanOrEqualTo(1.02);
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
                ThousandFusions.class.getName(),
                String.valueOf(first),
                String.valueOf(others),
                words);
        // What glibc keeps of freed buffers comes and goes by some megabytes; here it gives them back at once.
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
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
