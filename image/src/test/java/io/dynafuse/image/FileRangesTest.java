package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.FileRanges.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRangesTest {
    @TempDir
    Path folder;

    @Test
    void partsAreReadAsOneWhole() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Path path = HandMade.file(folder, "content", content);
        byte[] expected = HandMade.join(
                Arrays.copyOf(content, 10),
                Arrays.copyOfRange(content, 20, 200_000),
                Arrays.copyOfRange(content, 250_000, 300_000));

        try (FileRanges ranges =
                new FileRanges(path, List.of(new Range(0, 10), new Range(20, 199_980), new Range(250_000, 90_000)))) {
            assertThat(ranges.length()).isEqualTo(expected.length);
            byte[] read = new byte[expected.length];
            // One call must bring everything, across the borders of parts and of any buffer.
            assertThat(ranges.read(read, 0, read.length)).isEqualTo(expected.length);
            assertThat(Arrays.equals(read, expected)).isTrue();
            assertThat(ranges.read()).isEqualTo(-1);
            assertThat(ranges.read(read, 0, 1)).isEqualTo(-1);
            ranges.seek(9);
            assertThat(ranges.read()).isEqualTo(content[9] & 0xff);
            assertThat(ranges.read()).isEqualTo(content[20] & 0xff);
        }
    }

    @Test
    void neighboursBecomeOne() {
        List<Range> ranges = new ArrayList<>();
        FileRanges.add(ranges, 0, 8);
        FileRanges.add(ranges, 8, 12);
        FileRanges.add(ranges, 30, 5);

        assertThat(ranges).containsExactly(new Range(0, 20), new Range(30, 5));
    }
}
