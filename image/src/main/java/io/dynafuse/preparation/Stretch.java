package io.dynafuse.preparation;

import io.dynafuse.image.ContrastStretch;
import io.dynafuse.image.SampleRange;
import java.util.Optional;

/** Whether and how the values that a source uses are stretched to the full range. */
public enum Stretch {
    /** {@link #PERCENTILE} for an infrared source that uses less than a tenth of the range, {@link #NONE} for any other. */
    AUTO,
    /** As it is. */
    NONE,
    /** From the least value to the greatest, so that nothing is clipped; with a single dead pixel there may be nothing to stretch. */
    RANGE,
    /** Between the lowest and the highest thousandth of the samples, which are clipped. */
    PERCENTILE;

    /** The stretch of such a range; empty if there is nothing to stretch. */
    Optional<ContrastStretch> of(SampleRange range) {
        return switch (this) {
            case RANGE -> stretch(range.minimum(), range.maximum());
            case PERCENTILE -> stretch(range.low(), range.high());
            default -> Optional.empty();
        };
    }

    private static Optional<ContrastStretch> stretch(float from, float to) {
        return from < to ? Optional.of(new ContrastStretch(from, to)) : Optional.empty();
    }
}
