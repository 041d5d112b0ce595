package io.dynafuse.benchmarks.commands;

/** A size that fusions are measured at. */
enum ImageSize {
    /** 0.3 megapixels. */
    SMALL(640, 480),
    /** 6 megapixels. */
    MIDDLE(3000, 2000),
    /** 24 megapixels. */
    LARGE(6000, 4000);

    private final int width;
    private final int height;

    ImageSize(int width, int height) {
        this.width = width;
        this.height = height;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
