package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.Image;
import org.junit.jupiter.api.Test;

class ScalingTest {
    @Test
    void reducesToMeansOverSquares() {
        Plane plane = new Plane(3, 3, new float[] {
            1, 2, 3, //
            4, 5, 6, //
            7, 8, 9
        });
        Plane reduced = Scaling.reduced(plane, 2);
        assertThat(reduced.width()).isEqualTo(2);
        assertThat(reduced.height()).isEqualTo(2);
        assertThat(reduced.values()).containsExactly(3, 4.5f, 7.5f, 9);
    }

    @Test
    void enlargesLinearlyWithTheCornersOnEachOther() {
        Plane plane = new Plane(2, 1, new float[] {0, 1});
        assertThat(Scaling.enlarged(plane, 4, 1).values()).containsExactly(0, 0.25f, 0.75f, 1);
        assertThat(Scaling.enlarged(new Plane(1, 2, new float[] {0, 1}), 1, 4).values())
                .containsExactly(0, 0.25f, 0.75f, 1);
    }

    /** A slope that is made larger is a slope; the outermost half pixel of the small one apart. */
    @Test
    void keepsSlopes() {
        Plane slope = Planes.of(10, 7, (x, y) -> 0.05 * (x + 0.5) + 0.03 * (y + 0.5));
        Plane larger = Scaling.enlarged(slope, 35, 26);
        for (int y = 4; y < 22; y++) {
            for (int x = 4; x < 31; x++) {
                double expected = 0.05 * (x + 0.5) * 10 / 35 + 0.03 * (y + 0.5) * 7 / 26;
                assertThat((double) Planes.at(larger, x, y)).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void whatHasTheSizeIsTheSame() {
        Plane plane = Planes.random(5, 4, 1);
        Image image = Planes.image(plane);
        assertThat(Scaling.enlarged(plane, 5, 4)).isSameAs(plane);
        assertThat(Scaling.reduced(image, 20)).isSameAs(image);
    }

    @Test
    void imagesAreReducedToSoManyPixels() {
        Image reduced = Scaling.reduced(Planes.image(Planes.random(80, 20, 1)), 400);
        assertThat(reduced.width()).isEqualTo(40);
        assertThat(reduced.height()).isEqualTo(10);
    }
}
