package io.dynafuse.image;

/**
 * Finds values by their rank among many, exactly and without holding or sorting them: all are counted coarsely first, and then those near the
 * wanted ones once more. Several threads may count at once; the order does not matter.
 */
public final class Ranks {
    // The bits of floats from 0 to 1 are in the order of their values; counted in two steps.
    private static final int FINE_BITS = 15;
    private static final int FINE = 1 << FINE_BITS;
    private static final int COARSE = (Float.floatToRawIntBits(1) >> FINE_BITS) + 1;

    private final long[] coarse = new long[COARSE];
    private long size;

    /** Counts values from 0 to 1. */
    public synchronized void count(float[] values) {
        for (float value : values) {
            coarse[bits(value) >> FINE_BITS]++;
        }
        size += values.length;
    }

    /** How many values were counted. */
    public long size() {
        return size;
    }

    /**
     * A value of all that were counted, which all have to be counted by it once more.
     *
     * @param rank the number of values before it in order, from 0 to one less than their number
     */
    public Ranked ranked(long rank) {
        return new Ranked(rank);
    }

    private static int bits(float value) {
        // Adding zero turns a negative zero into a positive one.
        return Float.floatToRawIntBits(value + 0f);
    }

    /** The value of a rank. */
    public final class Ranked {
        private final long rank;
        private final int bin;
        private final long belowBin;
        private final long[] fine = new long[FINE];

        private Ranked(long rank) {
            this.rank = rank;
            int place = 0;
            long below = 0;
            while (below + coarse[place] <= rank) {
                below += coarse[place++];
            }
            bin = place;
            belowBin = below;
        }

        /** Counts values as {@link Ranks#count} did. */
        public synchronized void count(float[] values) {
            for (float value : values) {
                int bits = bits(value);
                if (bits >> FINE_BITS == bin) {
                    fine[bits & FINE - 1]++;
                }
            }
        }

        /** The value, once all have been counted. */
        public float value() {
            return Float.intBitsToFloat(bin << FINE_BITS | place());
        }

        /** How many values are less. */
        public long below() {
            long below = belowBin;
            for (int i = 0; i < place(); i++) {
                below += fine[i];
            }
            return below;
        }

        /** How many values are the same. */
        public long same() {
            return fine[place()];
        }

        private int place() {
            int place = 0;
            for (long below = belowBin; below + fine[place] <= rank; place++) {
                below += fine[place];
            }
            return place;
        }
    }
}
