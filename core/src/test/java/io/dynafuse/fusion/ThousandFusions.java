package io.dynafuse.fusion;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.model.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Engine;
import java.util.List;

/** Fuses a thousand times in a process of its own and prints the resident memory after the hundredth and the last. */
final class ThousandFusions {
    private static final int READINGS = 10;

    private ThousandFusions() {}

    public static void main(String[] arguments) throws Exception {
        Engine.useThreads(2);
        List<Image> sources = List.of(
                Image.of(96, 80, 3, new float[3 * 96 * 80], SampleDepth.BITS_8),
                Image.of(96, 80, 1, new float[96 * 80], SampleDepth.BITS_8));
        try (Fuser fuser = Fuser.with(RandomNetworks.load(Ifcnn.SUM, 1))
                .dominability(Dominability.of(Reference.MAXIMUM))
                .keepWeightMaps()
                .open()) {
            System.out.println(leastResident(fuser, sources, 100));
            System.out.println(leastResident(fuser, sources, 900));
        }
    }

    /** The least of the last readings, as any one of them may catch a buffer that is about to be freed. */
    private static long leastResident(Fuser fuser, List<Image> sources, int fusions) throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 1; i <= fusions; i++) {
            fuser.fuse(sources);
            if (i > fusions - READINGS) {
                System.gc();
                least = Math.min(least, Engine.residentBytes());
            }
        }
        return least;
    }
}
