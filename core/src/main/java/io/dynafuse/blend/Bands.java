package io.dynafuse.blend;

/**
 * An image cut into bands of rows, so that planes of its size need not be in memory as a whole. A small image is one band.
 *
 * @param width of the image, in pixels
 * @param height of the image, in pixels
 * @param rows of each band but the last, which may have fewer
 */
record Bands(int width, int height, int rows) {
    /** Enough that what is read beyond a band on either side is little beside it, few enough for a few planes of it to stay in caches. */
    static final int PIXELS = 3 << 17;

    /**
     * @param multiple of which each band starts at one
     * @param pixels of a band, about
     */
    static Bands of(int width, int height, int multiple, int pixels) {
        int rows = Math.max(1, pixels / width / multiple) * multiple;
        return new Bands(width, height, Math.min(rows, (height + multiple - 1) / multiple * multiple));
    }

    int count() {
        return (height + rows - 1) / rows;
    }

    /** The rows of a band. */
    Rows rowsOf(int band) {
        return new Rows(band * rows, Math.min(height, (band + 1) * rows));
    }

    /** Work on a band. */
    @FunctionalInterface
    interface Work {
        /**
         * @param band its number, from 0
         * @param rows of it
         */
        void run(int band, Rows rows);
    }

    /** Runs work on one band after the other; what is done with the rows of one may use all processors. */
    void forEach(Work work) {
        for (int band = 0; band < count(); band++) {
            work.run(band, rowsOf(band));
        }
    }
}
