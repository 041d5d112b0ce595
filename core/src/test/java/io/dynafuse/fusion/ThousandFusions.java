package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Engine;
import java.util.List;

/**
 * Fuses many times in a process of its own and prints the resident memory after the first and the last of them: the variant by the
 * words that are given and, if that is one by gradients, once for each fusion another that fails half-way.
 */
final class ThousandFusions {
    private static final int READINGS = 10;

    private ThousandFusions() {}

    public static void main(String[] arguments) throws Exception {
        Engine.useThreads(2);
        int first = Integer.parseInt(arguments[0]);
        int others = Integer.parseInt(arguments[1]);
        List<Image> sources = List.of(
                Image.of(96, 80, 3, new float[3 * 96 * 80], SampleDepth.BITS_8),
                Image.of(96, 80, 1, new float[96 * 80], SampleDepth.BITS_8));
        try (Fuser fuser = Fuser.with(RandomNetworks.load(Ifcnn.SUM, 1))
                .dominability(Dominability.of(Reference.MAXIMUM).with(arguments[2]))
                .keepWeightMaps()
                .open()) {
            System.out.println(leastResident(fuser, sources, first, arguments[2]));
            System.out.println(leastResident(fuser, sources, others, arguments[2]));
        }
    }

    /** The least of the last readings, as any one of them may catch a buffer that is about to be freed. */
    private static long leastResident(Fuser fuser, List<Image> sources, int fusions, String words)
            throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 1; i <= fusions; i++) {
            fuser.fuse(sources);
            if (words.contains("gradient")) {
                failHalfWay(fuser);
            }
            if (i > fusions - READINGS) {
                System.gc();
                least = Math.min(least, Engine.residentBytes());
            }
        }
        return least;
    }

    /** The loss finds out that the images are too small when the decoder has run and been recorded. */
    private static void failHalfWay(Fuser fuser) throws InterruptedException {
        List<Image> small = List.of(
                Image.of(40, 8, 1, new float[320], SampleDepth.BITS_8),
                Image.of(40, 8, 1, new float[320], SampleDepth.BITS_8));
        try {
            fuser.fuse(small, Variant.parse("gradient=l1+ssim", fuser.defaultDominability()));
            throw new AssertionError("expected a refusal");
        } catch (IllegalArgumentException e) {
            // As it should be.
        }
    }
}
