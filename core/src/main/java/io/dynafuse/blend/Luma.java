package io.dynafuse.blend;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;

/** Planes of images. */
final class Luma {
    private Luma() {}

    /** The luma of an image, as ITU-R BT.601 has it; its only channel if it has one. */
    static Plane of(Image image) {
        if (image.channels() == 1) {
            return channel(image, 0);
        }
        Plane luma = Plane.zeros(image.width(), image.height());
        Plane.forRows(image.width(), image.height(), (from, to) -> {
            float[] rows = Bt601.luma(image.values(new Region(0, from, image.width(), to - from)));
            System.arraycopy(rows, 0, luma.values(), from * image.width(), rows.length);
        });
        return luma;
    }

    /** A channel of an image. */
    static Plane channel(Image image, int channel) {
        return new Plane(image.width(), image.height(), image.channel(channel));
    }

    /** The variance of red, green and blue at each pixel. */
    static Plane varianceOfChannels(Image image) {
        Plane red = channel(image, 0);
        Plane green = channel(image, 1);
        Plane blue = channel(image, 2);
        Plane.forRows(image.width(), image.height(), (from, to) -> {
            for (int i = from * image.width(); i < to * image.width(); i++) {
                float r = red.values()[i];
                float g = green.values()[i];
                float b = blue.values()[i];
                float mean = (r + g + b) / 3;
                red.values()[i] = ((r - mean) * (r - mean) + (g - mean) * (g - mean) + (b - mean) * (b - mean)) / 3;
            }
        });
        return red;
    }
}
