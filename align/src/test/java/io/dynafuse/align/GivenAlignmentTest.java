package io.dynafuse.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alignments that somebody gave: by points, or by the file of another alignment. */
class GivenAlignmentTest {
    private static final Size FRAME = new Size(101, 81);

    @TempDir
    private Path folder;

    private Path points(String lines) throws Exception {
        return Files.writeString(folder.resolve("p.txt"), lines);
    }

    @Test
    void twoPairsMakeASimilarity() throws Exception {
        // A quarter turn clockwise about (50, 40): (60, 40) goes below the centre, (50, 30) to its right.
        Alignment found =
                Alignment.ofPoints(points("60 40 50 50\n50 30 60 40\n"), List.of(FRAME, FRAME), 0, Optional.empty());
        assertThat(found.isTrusted()).isTrue();
        assertThat(found.motions().get(1).model()).isEqualTo(MotionModel.SIMILARITY);
        assertThat(found.turn(1)).isEqualTo(90, within(1e-9));
        assertThat(found.scale(1)).isEqualTo(1, within(1e-9));
        assertThat(found.turn(0)).isZero();
        // Each corner is √(50² + 40²) from the centre and moves by √2 of that.
        assertThat(found.motions().get(1).distance()).isEqualTo(Math.sqrt(2) * Math.hypot(50, 40), within(1e-9));
    }

    @Test
    void theOtherOneMayStay() throws Exception {
        Alignment found = Alignment.ofPoints(points("10 10 14 7"), List.of(FRAME, FRAME), 1, Optional.empty());
        assertThat(found.reference()).isEqualTo(1);
        assertThat(found.motions().get(0).model()).isEqualTo(MotionModel.TRANSLATION);
        assertThat(found.transforms().get(0)).isEqualTo(Transform.translation(4, -3));
        // A shift errs at the corners as its one point does.
        assertThat(found.motions().get(0).uncertainty()).isEqualTo(1, within(0.2));
    }

    @Test
    void moreThanTwoSourcesAreRefused() throws Exception {
        Path file = points("1 1 1 1");
        assertThatThrownBy(() -> Alignment.ofPoints(file, List.of(FRAME, FRAME, FRAME), 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scalesAreThoseOfFramesOnEachOther() throws Exception {
        Size twice = new Size(202, 162);
        // Pixels are areas: the centre of the first lies at (0.5, 0.5) of a copy of twice the size.
        Alignment found = Alignment.ofPoints(
                points("0 0 0.5 0.5\n100 80 200.5 160.5\n"), List.of(FRAME, twice), 0, Optional.empty());
        assertThat(found.scale(1)).isEqualTo(1, within(1e-9));
        assertThat(found.motions().get(1).distance()).isEqualTo(0, within(1e-9));
    }

    @Test
    void aFileGivesTheSameAgain() throws Exception {
        Alignment found =
                Alignment.ofPoints(points("60 40 50 50\n50 30 60 40\n"), List.of(FRAME, FRAME), 0, Optional.empty());
        TransformFile file = found.file("0", List.of("a", "b"), Crop.COMMON);
        assertThat(file.sources().get(1).agreementAfter()).isEmpty();
        assertThat(file.crop()).contains("common");
        Alignment again = file.alignment(List.of(FRAME, FRAME));
        assertThat(again.transforms()).isEqualTo(found.transforms());
        assertThat(again.motions().get(1).model()).isEqualTo(MotionModel.SIMILARITY);
        assertThat(again.motions().get(1).uncertainty())
                .isEqualTo(found.motions().get(1).uncertainty());
        assertThatThrownBy(() -> file.alignment(List.of(FRAME, new Size(7, 5))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
