package io.dynafuse.benchmarks;

import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * A scene to measure, with those statistics of photographs that the time of a metric depends on: discs of all sizes
 * that hide each other, seen by two sensors with noise of their own, and the mean of both.
 */
final class DiscScene {
    private static final int DISCS = 1500;

    private DiscScene() {}

    static FusedScene of(int width, int height, long seed) {
        double[] visible = sensor(width, height, seed, 2);
        double[] infrared = sensor(width, height, seed, 3);
        double[] fused = new double[visible.length];
        for (int i = 0; i < fused.length; i++) {
            fused[i] = Math.floor((visible[i] + infrared[i] + 1) / 2);
        }
        return FusedScene.of(
                Picture.gray(width, height, fused),
                Picture.gray(width, height, visible),
                Picture.gray(width, height, infrared));
    }

    /** One sensor: the same discs for every sensor, each in a gray of the sensor's own. */
    private static double[] sensor(int width, int height, long seed, long sensor) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Random shapes = new Random(seed);
        Random grays = new Random(seed + sensor);
        for (int i = 0; i < DISCS; i++) {
            double radius = 3 / Math.sqrt(shapes.nextDouble() + 1e-4);
            double x = shapes.nextDouble() * width;
            double y = shapes.nextDouble() * height;
            int gray = grays.nextInt(256);
            graphics.setColor(new Color(gray, gray, gray));
            graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
        }
        graphics.dispose();
        double[] samples = image.getRaster().getSamples(0, 0, width, height, 0, (double[]) null);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.max(0, Math.min(255, Math.rint(samples[i] + 2 * grays.nextGaussian())));
        }
        return samples;
    }
}
