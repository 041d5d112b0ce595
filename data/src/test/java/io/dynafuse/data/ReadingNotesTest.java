package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingNotesTest {
    @Test
    void whatIsTrueOfManyFilesIsToldOnce() {
        List<String> told = new ArrayList<>();
        ReadingNotes notes = new ReadingNotes(told::add);
        notes.tell(Path.of("a.tif"), "holds a mask");
        notes.tell(Path.of("b.tif"), "holds a mask");
        notes.tell(Path.of("b.tif"), "holds 2 pages");
        assertThat(told).containsExactly("a.tif: holds a mask", "b.tif: holds 2 pages");
    }
}
