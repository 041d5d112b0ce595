package io.dynafuse.reproduction;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;

/** The colours in which an experiment feeds its sources to a network and to metrics. */
public enum SourceColours {
    /** As the files hold them. */
    STORED("sources: as they are stored") {
        @Override
        Image apply(Image source) {
            return source;
        }
    },
    /**
     * As the authors of TTD fed PET and SPECT. Not published, but found by what makes the printed baselines of Tables 6 and 7 come out:
     * rounding instead of cutting moves SD away from them by 0.08, colour by 1.7.
     */
    GRAY("sources: gray, 0.299 R + 0.587 G + 0.114 B cut to 8 bits") {
        @Override
        Image apply(Image source) {
            if (source.channels() == 1) {
                return source;
            }
            Region whole = new Region(0, 0, source.width(), source.height());
            ImageBuilder gray = new ImageBuilder(source.width(), source.height(), 1, SampleDepth.BITS_8);
            gray.put(whole, cutLuma(source.values()));
            if (!source.isOpaque()) {
                gray.putAlpha(whole, source.alpha(whole));
            }
            return gray.build(ImageMetadata.NONE);
        }
    };

    private static final float LEVELS = 255f;
    // The weights in 16 binary places: their sum is exactly 1, so that gray stays what it is.
    private static final int RED = 19595;
    private static final int GREEN = 38470;
    private static final int BLUE = 7471;

    private final String words;

    SourceColours(String words) {
        this.words = words;
    }

    /** The colours, for people. */
    String words() {
        return words;
    }

    /** The source as it is fed. */
    abstract Image apply(Image source);

    private static float[] cutLuma(float[] rgb) {
        float[] luma = new float[rgb.length / 3];
        for (int i = 0; i < luma.length; i++) {
            int sum =
                    RED * level(rgb[i]) + GREEN * level(rgb[luma.length + i]) + BLUE * level(rgb[2 * luma.length + i]);
            luma[i] = (sum >> 16) / LEVELS;
        }
        return luma;
    }

    private static int level(float value) {
        return Math.round(value * LEVELS);
    }
}
