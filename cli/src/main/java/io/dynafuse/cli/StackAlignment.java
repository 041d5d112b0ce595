package io.dynafuse.cli;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.preparation.PreparedSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the sources of a stack are aligned, each when it is read.
 *
 * @param found empty if they are left where they are
 * @param reasons why the motions of sources cannot be trusted, by their index from 0
 * @param metadata of the source that stays
 */
record StackAlignment(Optional<FoundAlignment> found, Map<Integer, String> reasons, ImageMetadata metadata) {
    /**
     * Aligns the sources, of which no more than two are in memory at once.
     *
     * @throws UntrustedAlignmentException if it is required and a motion cannot be trusted
     */
    static StackAlignment of(AlignedSources how, PageSources sources) throws IOException {
        try {
            FoundAlignment found = how.aligner().align(sources.names(), sources);
            Image reference = sources.read(found.alignment().reference());
            return new StackAlignment(Optional.of(found), Map.of(), reference.metadata());
        } catch (UntrustedAlignmentException e) {
            if (how.required()) {
                throw e;
            }
            return new StackAlignment(Optional.empty(), e.reasons(), ImageMetadata.NONE);
        }
    }

    PreparedSource apply(int index, PreparedSource source) {
        if (found.isEmpty()) {
            return reasons.containsKey(index)
                    ? AlignedSources.left(List.of(source), Map.of(0, reasons.get(index)))
                            .get(0)
                    : source;
        }
        PreparedSource moved = found.get().apply(index, source);
        return index == 0 ? AlignedSources.described(moved, metadata) : moved;
    }
}
