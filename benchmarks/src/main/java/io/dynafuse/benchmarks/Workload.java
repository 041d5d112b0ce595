package io.dynafuse.benchmarks;

import io.dynafuse.network.Network;
import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.nn.Convolution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The least that fusing a pixel of two images takes.
 *
 * @param operations products and sums
 * @param floatsMoved beyond the cache, if all between two features of the size of the image stays in it
 * @param convolutions all of them, or none if they are not listed
 */
record Workload(Network network, long operations, long floatsMoved, List<BareConvolution> convolutions) {
    // Queries, keys and values within each head take part twice. Channels of features: the first layers write 16
    // for each source; a block reads them for its products, then twice reads and writes them, as the fusion module
    // does with 32; the last layers read 32.
    static final Workload RE_FUSION = of(
            ReFusion.FULL,
            2L * (4 + 2) * 16 * 2 + 2L * 2 * (2 * 16) * 4,
            2 * (1 + 16) + 4 * 5 * 16 + 3 * 5 * 2 * 16 + 2 * 16 + 1);
    // The encoder sees both sources. In each of three base branches, two convolutions are one; queries and keys
    // meet within each head. Channels of features: blocks and base branches as above, with 64; detail branches
    // read and write 64; the last layers read 64 of 2 and of 1.
    static final Workload CDD_FUSE = of(
            CddFuse.PUBLISHED,
            convolutionWeights(CddFuse.PUBLISHED, "encoder.")
                    - 3L * (64 * 192 + 9 * 192 * 192 - 9 * 64 * 192)
                    + (12 + 3) * 8 * 8 * 8,
            2 * (1 + 64) + (12 + 3) * 5 * 64 + 3 * 2 * 64 + 3 * 64 + 64 + 1);
    // Both images are read before each of three exchanges and to be decoded.
    static final Workload PIA_FUSION = of(PiaFusion.NETWORK, 0, 4 * 2 + 1);

    private static final int SOURCES = 2;

    /** @param products besides those with the weights of convolutions, every one of which takes part once */
    private static Workload of(Network network, long products, long floatsMoved) {
        return new Workload(network, 2 * (convolutionWeights(network, "") + products), floatsMoved, List.of());
    }

    private static long convolutionWeights(Network network, String module) {
        return network.parameters().shapes().entrySet().stream()
                .filter(parameter -> parameter.getKey().startsWith(module))
                .map(Map.Entry::getValue)
                .filter(shape -> shape.size() == 4)
                .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    /**
     * IFCNN: its first two convolutions in one for each source, its last two for the fused image and for each that the weights refer to.
     * Strips of rows can stay in the cache from the sources to the fused image.
     */
    static Workload ifcnn(Variant variant) {
        int decoded = switch (variant) {
            case STATIC -> 1;
            case FUSED -> 2;
            case MAXIMUM, COMPONENT -> 1 + SOURCES;
        };
        List<BareConvolution> convolutions =
                new ArrayList<>(Collections.nCopies(SOURCES, new BareConvolution(Convolution.of(3, 64, 9))));
        for (int image = 0; image < decoded; image++) {
            convolutions.add(new BareConvolution(Convolution.of(64, 64, 3)));
            convolutions.add(new BareConvolution(Convolution.of(64, 3, 1)));
        }
        long operations =
                convolutions.stream().mapToLong(BareConvolution::operations).sum();
        return new Workload(Ifcnn.SUM, operations, (SOURCES + 1) * 3, convolutions);
    }
}
