package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.data.Dataset;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetNotesTest {
    private static List<String> printed(int notes, boolean all) {
        List<String> lines =
                IntStream.range(0, notes).mapToObj(i -> i + ".png: left out").toList();
        StringWriter text = new StringWriter();
        DatasetNotes.print(new Dataset("set", Optional.empty(), List.of(), lines), all, new PrintWriter(text, true));
        return text.toString().lines().toList();
    }

    @Test
    void fewNotesAreAllPrinted() {
        assertThat(printed(0, false)).isEmpty();
        assertThat(printed(2, false)).containsExactly("note: 0.png: left out", "note: 1.png: left out");
    }

    @Test
    void hundredsAreCountedUnlessAskedFor() {
        assertThat(printed(300, false))
                .startsWith("note: 0.png: left out")
                .endsWith("note: 7.png: left out", "note: and 292 more", "note: --verbose names them all");
        assertThat(printed(300, true)).hasSize(300).last().isEqualTo("note: 299.png: left out");
    }
}
