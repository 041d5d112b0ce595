package io.dynafuse.scenes;

/** The sizes and numbers of sources that makers of scenes accept. */
final class SceneSizes {
    private static final int SMALLEST = 16;
    private static final int LARGEST = 16_384;

    private SceneSizes() {}

    static void require(int width, int height) {
        if (Math.min(width, height) < SMALLEST || Math.max(width, height) > LARGEST) {
            throw new IllegalArgumentException("expected a scene of " + SMALLEST + " to " + LARGEST
                    + " pixels a side, found " + width + "x" + height);
        }
    }

    static void requireSources(int sources, int most) {
        if (sources < 2 || sources > most) {
            throw new IllegalArgumentException(
                    "expected " + (most == 2 ? "2" : "2 to " + most) + " sources, found " + sources);
        }
    }
}
