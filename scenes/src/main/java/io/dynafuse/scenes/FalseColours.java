package io.dynafuse.scenes;

/** The colour map for activity: from black over blue, green, yellow and red to white. */
final class FalseColours {
    private static final float[][] STOPS = {
        {0, 0, 0},
        {0.15f, 0, 0.45f},
        {0, 0.15f, 0.9f},
        {0, 0.7f, 0.7f},
        {0.1f, 0.8f, 0.1f},
        {0.95f, 0.9f, 0},
        {1, 0.45f, 0},
        {0.95f, 0, 0},
        {1, 0.9f, 0.9f}
    };

    private FalseColours() {}

    /**
     * @param activity in [0, 1]
     * @param channel 0 is red, 1 green, 2 blue
     */
    static float of(float activity, int channel) {
        float place = Math.min(Math.max(activity, 0), 1) * (STOPS.length - 1);
        int stop = Math.min((int) place, STOPS.length - 2);
        float part = place - stop;
        return STOPS[stop][channel] * (1 - part) + STOPS[stop + 1][channel] * part;
    }
}
