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
}
