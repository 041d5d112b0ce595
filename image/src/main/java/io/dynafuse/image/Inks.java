package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** Converts inks (cyan, magenta, yellow and black) to red, green and blue. */
final class Inks {
    private static final int INKS = 4;

    private Inks() {}

    /** The profile of these inks; empty if it is broken or for something else. */
    static Optional<ICC_Profile> profile(byte[] bytes) {
        try {
            return Optional.of(ICC_Profile.getInstance(bytes))
                    .filter(profile -> profile.getColorSpaceType() == ColorSpace.TYPE_CMYK);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The colours by the profile, or without one by (1 - ink) (1 - black).
     *
     * @param raster of four bands of 8 or 16 bits; further bands may follow
     */
    static Pixels toRgb(Raster raster, Optional<ICC_Profile> profile) throws Refusal {
        int bits = raster.getSampleModel().getSampleSize(0);
        if (raster.getNumBands() < INKS || bits != Byte.SIZE && bits != Short.SIZE) {
            throw new Refusal("holds " + raster.getNumBands() + " inks of " + bits
                    + " bits; expected four of 8 or 16, or convert it to RGB");
        }
        int maximum = (1 << bits) - 1;
        Raster inks = raster.createChild(0, 0, raster.getWidth(), raster.getHeight(), 0, 0, new int[] {0, 1, 2, 3});
        Samples samples = Samples.of(
                bits == Byte.SIZE ? SampleDepth.BITS_8 : SampleDepth.BITS_16,
                Math.multiplyExact(raster.getWidth() * raster.getHeight(), 3));
        Optional<ColorConvertOp> conversion = profile.map(Inks::conversion);
        int position = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int colour : conversion.isPresent() ? row(inks, y, conversion.get()) : row(inks, y, maximum)) {
                samples.set(position++, colour, maximum);
            }
        }
        return new Pixels(raster.getWidth(), raster.getHeight(), 3, samples);
    }

    private static ColorConvertOp conversion(ICC_Profile profile) {
        return new ColorConvertOp(new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
    }

    private static int[] row(Raster inks, int y, ColorConvertOp conversion) {
        int width = inks.getWidth();
        int type = inks.getSampleModel().getSampleSize(0) == Byte.SIZE ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
        WritableRaster from = Raster.createInterleavedRaster(type, width, 1, INKS, null);
        from.setPixels(0, 0, width, 1, inks.getPixels(0, y, width, 1, (int[]) null));
        WritableRaster to = Raster.createInterleavedRaster(type, width, 1, 3, null);
        return conversion.filter(from, to).getPixels(0, 0, width, 1, (int[]) null);
    }

    private static int[] row(Raster inks, int y, int maximum) {
        int[] stored = inks.getPixels(0, y, inks.getWidth(), 1, (int[]) null);
        int[] colours = new int[inks.getWidth() * 3];
        for (int i = 0; i < colours.length; i++) {
            int pixel = i / 3 * INKS;
            long light = (long) (maximum - stored[pixel + i % 3]) * (maximum - stored[pixel + 3]);
            colours[i] = (int) ((light + maximum / 2) / maximum);
        }
        return colours;
    }
}
