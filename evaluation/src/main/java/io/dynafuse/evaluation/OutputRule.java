package io.dynafuse.evaluation;

import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.MetricProfile;

/** How the output of a network becomes the image that is written and measured. */
public enum OutputRule {
    /** As {@code dynafuse fuse} writes PNG. */
    ROUNDED("gray unless a source has colour, rounded to the depth of the deepest source, at most 16 bits") {
        @Override
        public Fuser.Builder configure(Fuser.Builder builder) {
            return builder;
        }

        @Override
        public Image apply(Image fused) {
            return fused;
        }
    },
    /** As the authors of TTD evaluated. */
    CUT("the network's red, green and blue, clipped, multiplied by 255 and cut to 8 bits") {
        @Override
        public Fuser.Builder configure(Fuser.Builder builder) {
            return builder.networkColours().depth(SampleDepth.FLOAT_32);
        }

        @Override
        public Image apply(Image fused) {
            return TruncatedOutput.of(fused);
        }
    };

    private final String words;

    OutputRule(String words) {
        this.words = words;
    }

    /** The rule that goes with the conventions of a profile. */
    public static OutputRule of(MetricProfile profile) {
        return profile == MetricProfile.TTD ? CUT : ROUNDED;
    }

    /** The rule, for people; part of the identity of a run. */
    public String words() {
        return words;
    }

    /** Makes a fuser give what {@link #apply} takes. */
    public abstract Fuser.Builder configure(Fuser.Builder builder);

    /**
     * The image to be written and measured, from what the fuser gave.
     *
     * @throws IllegalArgumentException if the fuser was not {@linkplain #configure configured} by this rule and gave another depth
     */
    public abstract Image apply(Image fused);
}
