package io.dynafuse.cli;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.preparation.PreparedSource;
import io.dynafuse.preparation.Registration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Aligns the sources of fusions.
 *
 * @param required whether sources that cannot be aligned are refused; they are left where they are otherwise
 */
record AlignedSources(SourceAligner aligner, boolean required) implements Registration {
    @Override
    public List<PreparedSource> of(List<PreparedSource> sources) {
        try {
            return aligned(
                    sources,
                    aligner.align(
                            sources.stream().map(PreparedSource::name).toList(),
                            index -> sources.get(index).image()));
        } catch (UntrustedAlignmentException e) {
            if (required) {
                throw e;
            }
            return left(sources, e.reasons());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<PreparedSource> aligned(List<PreparedSource> sources, FoundAlignment found) {
        ImageMetadata metadata =
                sources.get(found.alignment().reference()).image().metadata();
        List<PreparedSource> aligned = new ArrayList<>();
        for (int m = 0; m < sources.size(); m++) {
            PreparedSource moved = found.apply(m, sources.get(m));
            aligned.add(m == 0 ? described(moved, metadata) : moved);
        }
        return aligned;
    }

    /**
     * The first source, whose metadata those of the fused image will be, with those of the source whose view it shows. The profile stays, as
     * it says what the samples mean.
     */
    static PreparedSource described(PreparedSource first, ImageMetadata other) {
        Image image = first.image();
        return first.withMetadata(
                new ImageMetadata(image.metadata().iccProfile(), other.exif(), other.xmp(), other.iptc()));
    }

    /** Sources as they were read, with notes why. */
    static List<PreparedSource> left(List<PreparedSource> sources, Map<Integer, String> reasons) {
        List<PreparedSource> left = new ArrayList<>();
        for (int m = 0; m < sources.size(); m++) {
            left.add(reasons.containsKey(m) ? left(sources.get(m), reasons.get(m)) : sources.get(m));
        }
        return left;
    }

    private static PreparedSource left(PreparedSource source, String reason) {
        return source.registered(
                source.image(), reason + "; fused as it is (--align=try)", "not aligned", Map.of("refused", reason));
    }

    @Override
    public String words() {
        return aligner.words() + (required ? "" : " if it can be trusted");
    }
}
