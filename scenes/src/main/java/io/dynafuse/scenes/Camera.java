package io.dynafuse.scenes;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;

/**
 * Makes an 8-bit image from linear radiance: multiplied by an exposure, with photon noise and read noise, clipped at 1, and encoded by a
 * response curve.
 *
 * @param response from linear [0, 1] to [0, 1]
 * @param photonNoise the standard deviation at a radiance of 1, before encoding; it grows with the square root of radiance
 * @param readNoise the standard deviation everywhere, before encoding
 */
record Camera(ResponseCurve response, double photonNoise, double readNoise) {
    static Camera noiseless(ResponseCurve response) {
        return new Camera(response, 0, 0);
    }

    /** A good camera or a bad one. */
    static Camera random(SceneRandom random, ResponseCurve response) {
        double photons = random.logUniform(0.002, 0.02);
        return new Camera(response, photons, photons * random.uniform(0.05, 0.2));
    }

    /** The same camera if that many times less light reaches it than its image shows: fewer photons, more noise. */
    Camera amplified(double gain) {
        return new Camera(response, photonNoise * Math.sqrt(gain), readNoise * gain);
    }

    /**
     * @param radiance {@code [channels][height · width]} with the margin around
     * @param canvasWidth its width
     * @param frame the part that becomes the image
     */
    Image shoot(float[][] radiance, int canvasWidth, Frame frame, double exposure, SceneRandom random) {
        float[] values = new float[radiance.length * frame.width() * frame.height()];
        int next = 0;
        for (float[] plane : radiance) {
            for (int y = 0; y < frame.height(); y++) {
                int start = (y + frame.y()) * canvasWidth + frame.x();
                for (int x = 0; x < frame.width(); x++) {
                    values[next++] = (float) sample(plane[start + x] * exposure, random);
                }
            }
        }
        return Image.of(frame.width(), frame.height(), radiance.length, values, SampleDepth.BITS_8);
    }

    private double sample(double light, SceneRandom random) {
        if (photonNoise == 0 && readNoise == 0) {
            return response.encode(light);
        }
        double deviation = Math.sqrt(photonNoise * photonNoise * light + readNoise * readNoise);
        return response.encode(light + deviation * random.normal());
    }

    /** A rectangle of a canvas, in pixels. */
    record Frame(int x, int y, int width, int height) {}
}
