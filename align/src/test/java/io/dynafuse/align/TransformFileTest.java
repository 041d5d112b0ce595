package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dynafuse.align.TransformFile.Applied;
import io.dynafuse.align.TransformFile.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is read again, to the last bit; what is no alignment is refused in one line that names the file. */
class TransformFileTest {
    private static final Transform TURN = Transform.of(0.99, 0.1, -3.5, -0.1, 0.99, 2.25, 1e-6, 0, 1);

    private static final String GOOD = """
            {"version": 1, "dynafuse": "0.2.0", "reference": 1, "sources": [
             {"name": "a.png", "width": 40, "height": 30, "matrix": [1, 0, 0, 0, 1, 0, 0, 0, 1], "trusted": true},
             {"name": "b.png", "width": 20, "height": 15, "matrix": [0.5, 0, 2, 0, 0.5, -1, 0, 0, 1],
              "model": "affine", "agreementBefore": 0.1, "agreementAfter": 0.3, "uncertainty": 0.5, "trusted": true}],
             "crop": "union", "canvas": {"x": -2, "y": 0, "width": 44, "height": 31}}
            """;

    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("motion.json"), content);
    }

    private static Source moved(String name, Transform transform) {
        return new Source(
                name,
                640,
                480,
                TransformFile.entries(transform),
                Optional.of("homography"),
                Optional.of(0.02),
                Optional.of(0.2),
                Optional.of(0.75),
                true);
    }

    private static TransformFile of(List<Source> sources) {
        return new TransformFile(1, "0.2.0", 1, sources, Optional.of("common"), Optional.of(new Canvas(-1, 2, 3, 4)));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        TransformFile written = of(List.of(Source.reference("a.png", new Size(640, 480)), moved("b.png", TURN)));
        Path file = folder.resolve("motion.json");
        written.write(file);
        TransformFile read = TransformFile.read(file);
        assertThat(read).isEqualTo(written);
        assertThat(read.sources().get(1).transform()).isEqualTo(TURN);
    }

    @Test
    void twoHundredSourcesFit() throws Exception {
        Random random = new Random(1);
        List<Source> sources = new ArrayList<>(List.of(Source.reference("a.png", new Size(640, 480))));
        for (int i = 1; i < 200; i++) {
            sources.add(moved(
                    "a rather long name of a file " + i + ".tiff",
                    Transform.similarity(random.nextGaussian(), 1 + random.nextGaussian() / 100, 300, 200)));
        }
        Path file = folder.resolve("motion.json");
        of(sources).write(file);
        assertThat(TransformFile.read(file)).isEqualTo(of(sources));
    }

    @Test
    void whatPeopleWroteIsRead() throws Exception {
        TransformFile read = TransformFile.read(file(GOOD));
        assertThat(read.sources().get(1).transform().of(10, 10)).isEqualTo(new Point(7, 4));
        assertThat(read.canvas()).contains(new Canvas(-2, 0, 44, 31));
        assertThat(read.sources().get(0).model()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "version": 1                    | "version": 2                  | version 2, expected 1
            "version": 1,                   | ``                            | version
            "reference": 1                  | "reference": 3                | source 3 of 2
            "reference": 1                  | "reference": 0                | source 0 of 2
            "reference": 1                  | "reference": 2                | matrix of its reference
            "reference": 1                  | "reference": 1, "colour": 7   | colour
            0.5, 0, 2,                      | 0.5, 0,                       | expected 9 finite numbers
            0.5, 0, 2,                      | 0.5, 0, 1e999,                | expected 9 finite numbers
            0.5, 0, 2,                      | 0.5, 0, "NaN",                | expected 9 finite numbers
            0.5, 0, 2,                      | 0.5, 0, null,                 | a matrix has a null
            0.5, 0, 2,                      | 0.5, 0, NaN,                  | NaN
            0.5, 0, 2, 0, 0.5               | 0.5, 0.5, 2, 0.5, 0.5         | singular
            0.5, 0, 2, 0, 0.5, -1, 0, 0, 1  | 1, 0, 2, 0, 1, -1, 0, 0, 0    | last entry
            "width": 20                     | "width": 0                    | 0 x 15
            "height": 15                    | "height": -4                  | 20 x -4
            "width": 20                     | "width": 20.5                 | 20.5
            "width": 20                     | "width": 3000000000           | 3000000000
            "model": "affine"               | "model": "magic"              | the model magic is none of translation
            "crop": "union"                 | "crop": "some"                | the crop some is none of common, reference, union
            "width": 44                     | "width": 0                    | at least one pixel
            "uncertainty": 0.5              | "uncertainty": 1e999          | not finite
            , "trusted": true}]             | }]                            | trusted
            "name": "b.png"                 | "name": null                  | name
            """)
    void everythingElseIsRefused(String good, String bad, String reason) throws IOException {
        assertThat(GOOD).contains(good);
        assertRefused(file(GOOD.replace(good, bad)), reason);
    }

    private static void assertRefused(Path file, String reason) {
        Throwable refused = catchThrowable(() -> TransformFile.read(file));
        assertThat(refused)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": holds no transforms (")
                .hasMessageEndingWith("); expected a file as dynafuse align writes it")
                .hasMessageContaining(reason);
        assertThat(refused.getMessage()).doesNotContain("\n");
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        String json = GOOD.strip();
        for (int length = 0; length < json.length(); length++) {
            assertRefused(file(json.substring(0, length)), "");
        }
    }

    @Test
    void whatIsNoAlignmentIsRefused() throws IOException {
        assertRefused(file("[]"), "");
        assertRefused(file("null"), "it says nothing");
        assertRefused(file("[[".repeat(5000)), "");
        assertRefused(file("\u0089PNG\r\n\u001a\n"), "");
        assertRefused(file(GOOD + GOOD), "");
        assertRefused(file(GOOD.replaceAll("(?s)\\{\"name\": \"b.*?true\\}", "").replace("},\n]", "}]")), "");
        assertRefused(file("{\"version\": 1, \"dynafuse\": \"1\", \"reference\": 1, \"sources\": []}"), "0 sources");
        assertRefused(
                file("{\"version\": 1, \"dynafuse\": \"1\", \"reference\": 1, \"sources\": [null]}"),
                "a source is null");
        assertRefused(file(" ".repeat(1 << 20) + GOOD), "at most 1048576 bytes");
        assertRefused(folder, "regular file");
        assertRefused(folder.resolve("none.json"), "there is no such file");
    }

    @Test
    void motionsAreForTheirSizes() throws IOException {
        TransformFile read = TransformFile.read(file(GOOD));
        Applied applied = read.to(List.of(new Size(40, 30), new Size(20, 15)));
        assertThat(applied.notes()).isEmpty();
        assertThat(applied.transforms())
                .containsExactly(Transform.IDENTITY, Transform.of(0.5, 0, 2, 0, 0.5, -1, 0, 0, 1));
        assertThatThrownBy(() -> read.to(List.of(new Size(40, 30))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the transforms are for 2 sources, found 1");
        assertThatThrownBy(() -> read.to(List.of(new Size(40, 30), new Size(20, 16))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the transform of source 2 (b.png) is for 20 x 15 pixels or the same proportions, found 20 x 16");
    }

    @Test
    void largerCopiesGetLargerMotions() throws IOException {
        TransformFile read = TransformFile.read(file(GOOD));
        Applied applied = read.to(List.of(new Size(80, 60), new Size(60, 45)));
        // The corner (-0.5, -0.5) of the reference lies at (1.75, -1.25), which is three times as far from the source's
        // corner in the copy.
        Point corner = applied.transforms().get(1).of(-0.5, -0.5);
        assertThat(corner.distance(new Point(3 * 2.25 - 0.5, 3 * -0.75 - 0.5))).isLessThan(1e-12);
        // A step of 2 pixels in the copy is one of 1 pixel in the reference, of 0.5 in the source and of 1.5 in its
        // copy.
        assertThat(applied.transforms().get(1).of(1.5, -0.5).distance(new Point(corner.x() + 1.5, corner.y())))
                .isLessThan(1e-12);
        assertThat(applied.notes())
                .containsExactly(
                        "the transform of source 1 (a.png) is for 40 x 30 pixels and was scaled to 80 x 60",
                        "the transform of source 2 (b.png) is for 20 x 15 pixels and was scaled to 60 x 45");
    }

    @Test
    void whatWasNotTrustedIsSaid() throws IOException {
        String untrusted = GOOD.replace("0.5, \"trusted\": true", "0.5, \"trusted\": false");
        assertThat(TransformFile.read(file(untrusted))
                        .to(List.of(new Size(40, 30), new Size(20, 15)))
                        .notes())
                .containsExactly("the transform of source 2 (b.png) was not trusted when it was found");
    }

    @Test
    void namesCannotControlATerminal() throws IOException {
        String hostile = GOOD.replace("b.png", "b\\n\\u001b[31m");
        assertThatThrownBy(() -> TransformFile.read(file(hostile)).to(List.of(new Size(40, 30), new Size(20, 16))))
                .hasMessageContaining("(b [31m)");
    }
}
