package io.dynafuse.benchmarks.commands;

import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that fuses one pair of images in memory as often as it is asked to. It runs with the classes of the version that is measured, and
 * uses only what older ones have, too.
 */
public final class WarmFusions {
    private WarmFusions() {}

    /**
     * Fuses once for each line of standard input, and answers it with the nanoseconds that took.
     *
     * @param arguments the name of a {@link FusionRow} and two files
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Image> sources = List.of(ImageFiles.read(Path.of(arguments[1])), ImageFiles.read(Path.of(arguments[2])));
        try (Fuser fuser = FusionRow.named(arguments[0]).open();
                BufferedReader requests = new BufferedReader(new InputStreamReader(System.in))) {
            while (requests.readLine() != null) {
                long start = System.nanoTime();
                fuser.fuse(sources);
                System.out.println(System.nanoTime() - start);
            }
        }
    }
}
