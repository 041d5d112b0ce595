package io.dynafuse.benchmarks;

import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints how much fused images in bfloat16 differ from those in 32 bits. */
@Command(
        name = "precision",
        description = "Fuses image pairs in fp32 and bf16 and prints how many gray levels of 255 they differ by.",
        mixinStandardHelpOptions = true)
final class PrecisionTable implements Callable<Integer> {
    @Option(names = "--checkpoint", required = true, description = "a checkpoint")
    private Path weights;

    @Parameters(arity = "2..*", description = "image files: A1 B1 A2 B2 …")
    private List<Path> files;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (files.size() % 2 != 0) {
            System.err.println("expected pairs of images, found " + files.size());
            return 2;
        }
        for (Variant variant : Variant.values()) {
            compare(variant);
        }
        return 0;
    }

    private void compare(Variant variant) throws IOException, InterruptedException {
        int largest = 0;
        long sum = 0;
        long samples = 0;
        try (Fuser exact = variant.apply(Fuser.with(weights)).open();
                Fuser coarse = variant.apply(Fuser.with(weights).precision(Precision.BF16))
                        .open()) {
            for (int i = 0; i + 1 < files.size(); i += 2) {
                List<Image> pair = List.of(ImageFiles.read(files.get(i)), ImageFiles.read(files.get(i + 1)));
                for (int difference :
                        differences(exact.fuse(pair).image(), coarse.fuse(pair).image())) {
                    largest = Math.max(largest, difference);
                    sum += difference;
                    samples++;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-10s bf16 against fp32: largest difference %d of 255 levels, mean %.3f, over %d pairs%n",
                variant.name().toLowerCase(Locale.ROOT),
                largest,
                (double) sum / samples,
                files.size() / 2);
    }

    private static List<Integer> differences(Image first, Image second) {
        float[] a = first.values();
        float[] b = second.values();
        List<Integer> differences = new ArrayList<>(a.length);
        for (int i = 0; i < a.length; i++) {
            differences.add(Math.abs(Math.round(a[i] * 255) - Math.round(b[i] * 255)));
        }
        return differences;
    }
}
