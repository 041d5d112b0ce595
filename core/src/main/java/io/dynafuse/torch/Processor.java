package io.dynafuse.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the processor of this machine can do. */
public final class Processor {
    private static final Path CPU_INFORMATION = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Whether the processor multiplies bfloat16 numbers by itself (AVX512_BF16); false where that cannot be found out. */
    public static boolean hasBfloat16() {
        if (!Files.isReadable(CPU_INFORMATION)) {
            return false;
        }
        try {
            return listsBfloat16(Files.readString(CPU_INFORMATION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean listsBfloat16(String cpuInformation) {
        return cpuInformation
                .lines()
                .filter(line -> line.startsWith("flags"))
                .anyMatch(line -> Arrays.asList(line.split("\\s+")).contains("avx512_bf16"));
    }
}
