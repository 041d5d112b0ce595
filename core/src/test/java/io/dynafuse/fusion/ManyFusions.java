package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Engine;
import java.io.IOException;
import java.util.List;

/**
 * Fuses many times: the variant by the words that are given and, if that is one by gradients, once for each fusion another that fails
 * half-way. As a program it prints the resident memory of its process after the first and the last fusions.
 */
final class ManyFusions implements AutoCloseable {
    private static final int READINGS = 10;

    private final List<Image> sources = List.of(
            Image.of(48, 40, 3, new float[3 * 48 * 40], SampleDepth.BITS_8),
            Image.of(48, 40, 1, new float[48 * 40], SampleDepth.BITS_8));
    private final boolean byGradients;
    private final Fuser fuser;

    ManyFusions(String words) throws IOException {
        byGradients = words.contains("gradient");
        fuser = Fuser.with(RandomNetworks.load(Ifcnn.SUM, 1))
                .dominability(Dominability.of(Reference.MAXIMUM).with(words))
                .keepWeightMaps()
                .open();
    }

    public static void main(String[] arguments) throws Exception {
        Engine.useThreads(1);
        try (ManyFusions fusions = new ManyFusions(arguments[2])) {
            System.out.println(fusions.leastResident(Integer.parseInt(arguments[0])));
            System.out.println(fusions.leastResident(Integer.parseInt(arguments[1])));
        }
    }

    void run(int fusions) throws InterruptedException {
        for (int i = 0; i < fusions; i++) {
            fuser.fuse(sources);
            if (byGradients) {
                failHalfWay();
            }
        }
    }

    /** The least of the last readings, as any one of them may catch a buffer that is about to be freed. */
    private long leastResident(int fusions) throws InterruptedException {
        run(fusions - READINGS);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            run(1);
            System.gc();
            least = Math.min(least, Engine.residentBytes());
        }
        return least;
    }

    /** The loss finds out that the images are too small when the decoder has run and been recorded. */
    private void failHalfWay() throws InterruptedException {
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

    @Override
    public void close() {
        fuser.close();
    }
}
