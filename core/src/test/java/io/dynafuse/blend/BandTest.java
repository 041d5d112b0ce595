package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BandTest {
    /** What is computed band by band is what is computed at once, to the last bit. */
    @Property(tries = 60)
    void meansDoNotDependOnBands(
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 60) int height,
            @ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @DoubleRange(min = 0, max = 3) double deviation,
            @ForAll long seed) {
        Plane plane = Planes.random(width, height, seed);
        Plane joined = Plane.zeros(width, height);
        new Bands(width, height, rows).forEach((band, own) -> {
            Rows needed = own.wider(Smoothing.reach(deviation), height);
            Smoothing.gaussian(Band.of(plane, needed), deviation).cut(own).into(joined);
        });
        assertThat(joined.values())
                .isEqualTo(Smoothing.gaussian(plane, deviation).values());
    }

    @Test
    void rowsThatAreNotThereAreAnError() {
        Band band = Band.of(Planes.random(5, 9, 1), new Rows(2, 7));
        assertThat(band.inner(1)).isEqualTo(new Rows(3, 6));
        assertThat(band.cut(new Rows(3, 6)).rows()).isEqualTo(new Rows(3, 6));
        assertThatIllegalArgumentException().isThrownBy(() -> band.cut(new Rows(1, 4)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> band.inner(3))
                .withMessage("expected one row or more, found those from 5 to 4");
    }

    @Test
    void rowsBeyondTheEndsAreMirrored() {
        Plane plane = Planes.of(2, 4, (x, y) -> y);
        Band top = Band.of(plane, new Rows(0, 3));
        assertThat(top.row(-2)).isSameAs(top.row(2));
        Band bottom = Band.of(plane, new Rows(2, 4));
        assertThat(bottom.row(4)).isSameAs(bottom.row(2));
    }
}
