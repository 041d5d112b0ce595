package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EngineLibrariesTest {
    private static final String PLATFORM = Loader.getPlatform();

    @TempDir
    private Path folder;

    @Test
    void librariesOfLibtorchComeLastAndEachBeforeThoseThatNeedIt() {
        assertThat(EngineLibraries.inOrder(
                        List.of("c10_cuda", "torch_cuda", "gomp@.1", "openblas@.0", "c10", "torch", "torch_cpu")))
                .containsExactly("gomp@.1", "openblas@.0", "c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch");
    }

    /** As with another libtorch in the path of libraries; one of other files by those names, which nothing could work with. */
    @Test
    void othersOfTheSameNamesAreNeverLoaded() throws Exception {
        assumeTrue(PLATFORM.startsWith("linux"), "skipped: LD_LIBRARY_PATH is Linux's");
        Path others = Files.createDirectory(folder.resolve("others"));
        for (String name : List.of(
                "libc10.so",
                "libtorch_cpu.so",
                "libtorch.so",
                "libc10_cuda.so",
                "libtorch_cuda.so",
                "libcudart.so",
                "libgomp.so.1",
                "libopenblas.so.0",
                "libgfortran.so.5",
                "libquadmath.so.0")) {
            copySmallLibrary(others.resolve(name));
        }
        Path cache = folder.resolve("cache");
        assertThat(run(cache, others)).isEqualTo("computed");
        Files.delete(unpacked(cache, "libtorch_cpu.so"));
        Files.write(unpacked(cache, "libc10.so"), new byte[1000]);
        Files.write(unpacked(cache, "libgomp.so.1"), new byte[0]);
        assertThat(run(cache, others)).isEqualTo("computed");
    }

    private static void copySmallLibrary(Path target) throws IOException {
        String small = "/org/bytedeco/openblas/" + PLATFORM + "/libgcc_s.so.1";
        try (InputStream library = EngineLibraries.class.getResourceAsStream(small)) {
            assumeTrue(library != null, "skipped: no small library among the natives of " + PLATFORM);
            Files.copy(library, target);
        }
    }

    private static Path unpacked(Path cache, String name) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.endsWith(name) && !Files.isSymbolicLink(file))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String run(Path cache, Path others) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ErrorFile=" + cache.resolveSibling("crash.log"),
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Computing.class.getName(),
                        others.toString())
                .redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", others.toString());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return printed;
    }

    /** Computes something and prints which of the other libraries are loaded. */
    static final class Computing {
        public static void main(String[] arguments) throws IOException {
            try (Scope scope = Scope.open()) {
                Tensor.of(new float[] {1}, 1).plus(1);
            }
            try (Stream<String> loaded = Files.lines(Path.of("/proc/self/maps"))) {
                loaded.filter(line -> line.contains(arguments[0])).forEach(System.out::println);
            }
            System.out.println("computed");
        }
    }
}
