package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Compares the folders of two trainings. */
final class SameFiles {
    private SameFiles() {}

    /** Both hold the same files, byte for byte, and more than three. */
    static void check(Path first, Path second) throws IOException {
        List<String> names = names(first);
        assertThat(names).hasSizeGreaterThan(3);
        assertThat(names(second)).isEqualTo(names);
        for (String name : names) {
            assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
