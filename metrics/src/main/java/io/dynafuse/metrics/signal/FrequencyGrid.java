package io.dynafuse.metrics.signal;

/** The frequencies that the samples of a spectrum are assigned to. The two grids agree if both sides of a plane are even. */
public enum FrequencyGrid {
    /** The true ones: whole numbers of cycles over the side. */
    TRUE {
        @Override
        double frequency(int cycles, int length) {
            return (double) cycles / length;
        }

        @Override
        double lowPassFrequency(int index, int length) {
            return (double) Math.min(index, length - index) / length;
        }
    },
    /**
     * As published code for phase congruency has them: on an odd side, cycles over the side less one, so that the highest is
     * one half, and the low-pass filter displaced by one sample. Not defined for a side of one.
     */
    DISPLACED_ON_ODD_SIDES {
        @Override
        double frequency(int cycles, int length) {
            return (double) cycles / (length - length % 2);
        }

        @Override
        double lowPassFrequency(int index, int length) {
            return TRUE.lowPassFrequency((index + length % 2) % length, length);
        }
    };

    /** The frequency, in cycles per pixel, of a number of cycles over a side. */
    abstract double frequency(int cycles, int length);

    /** The absolute frequency, in cycles per pixel, that a low-pass filter assigns to a sample of a spectrum. */
    abstract double lowPassFrequency(int index, int length);

    /** The first grid that agrees with this one for planes of a size. */
    FrequencyGrid simplestFor(int width, int height) {
        return width % 2 == 0 && height % 2 == 0 ? TRUE : this;
    }
}
