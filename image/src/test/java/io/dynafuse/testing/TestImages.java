package io.dynafuse.testing;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import java.util.Arrays;
import java.util.Random;

/** Images made here, for tests that need some texture and no photograph. */
public final class TestImages {
    private TestImages() {}

    /** Waves of several lengths under a little noise, another in every channel; gray if there is one channel. */
    public static Image textured(int width, int height, int channels, SampleDepth depth) {
        Random random = new Random(1);
        float[] values = new float[width * height * channels];
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int channel = i / (width * height);
            double waves = Math.sin(x / (2.0 + channel)) + Math.sin(y / 3.0) + Math.sin((x + y) / (11.0 + channel));
            values[i] = (float) (0.5 + 0.12 * waves + 0.02 * random.nextGaussian());
        }
        return Image.of(width, height, channels, values, depth);
    }

    /** Three equal channels. */
    public static Image grayInThreeChannels(int width, int height, SampleDepth depth) {
        float[] plane = textured(width, height, 1, depth).values();
        float[] values = new float[3 * plane.length];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(plane, 0, values, channel * plane.length, plane.length);
        }
        return Image.of(width, height, 3, values, depth);
    }

    /** A gray image of one value. */
    public static Image constant(int width, int height, float value, SampleDepth depth) {
        float[] values = new float[width * height];
        Arrays.fill(values, value);
        return Image.of(width, height, 1, values, depth);
    }
}
