package io.dynafuse.benchmarks.commands;

import io.dynafuse.benchmarks.Medians;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what every fusion of the speed table took as of another commit and takes now, both taking turns. */
@Command(
        name = "compare",
        description = {
            "Prints what fusions took as of another commit and take now, taking turns: the first fusion of a process, which is the whole command",
            "from two files to a .png, and a later one in memory; and how far the results are from each other. Builds the other commit first."
        },
        mixinStandardHelpOptions = true)
public final class CompareTable implements Callable<Integer> {
    private static final int SMALL_PIXELS = 1_000_000;
    /** Of the fusions of a process: larger images are fused fewer times, and the median is that of the last ones. */
    private static final int PART = 4;

    @Parameters(index = "0", paramLabel = "COMMIT", description = "of this repository, such as HEAD~3")
    private String commit;

    @Parameters(index = "1..*", paramLabel = "FILE", description = "image files A1 B1 A2 B2 … instead of made ones")
    private List<Path> files = List.of();

    @Mixin
    private MadeSizes sizes;

    @Option(
            names = "--row",
            paramLabel = "NAME",
            description =
                    "one fusion of the table, such as fused or \"images, multi-focus\"; may be repeated; all if not given")
    private List<String> names = List.of();

    @Option(names = "--rounds", defaultValue = "3", description = "of the whole command; ${DEFAULT-VALUE} if not given")
    private int rounds;

    @Option(
            names = "--fusions",
            defaultValue = "20",
            description =
                    "of a process, the last quarter of which counts, and a quarter as many of images above a megapixel;"
                            + " ${DEFAULT-VALUE} if not given")
    private int fusions;

    @Option(names = "--keep", description = "Keep the build of the other commit for the next time.")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<FusionRow> rows = rows();
        Version after = Version.present();
        List<SourcePair> pairs = SourcePair.all(files, sizes.all(), Task.MULTI_EXPOSURE, after.workplace());
        Version before = after.at(commit);
        try {
            before.build();
            after.build();
            printHeading();
            for (SourcePair sources : pairs) {
                for (FusionRow row : rows) {
                    // Row by row, as all of them take long.
                    System.out.println("| " + sources.size() + " | " + row.name() + " | "
                            + cells(before, after, row, sources) + " |");
                }
            }
        } finally {
            if (!keep) {
                after.remove(before);
            }
        }
        return 0;
    }

    private List<FusionRow> rows() {
        boolean fastInBfloat16 = Processor.noteOnBfloat16().isEmpty();
        return names.isEmpty()
                ? FusionRow.all().stream()
                        .filter(row -> fastInBfloat16 || !row.isBfloat16())
                        .toList()
                : names.stream().map(FusionRow::named).toList();
    }

    private void printHeading() {
        System.out.printf(
                "%s → now (ratio), taking turns. First: the whole command from 2 files to a .png, medians of %d rounds. Later: in memory, the"
                        + " last quarter of %d fusions of a process, from 1 megapixel of %d%n%n",
                commit, rounds, fusions, fusionsOfLarge());
        System.out.println(
                "| size | fusion | first, s | its CPU, s | its peak, MB | later, ms | largest difference, levels |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|");
    }

    private int fusionsOfLarge() {
        return Math.max(1, fusions / PART);
    }

    private String cells(Version before, Version after, FusionRow row, SourcePair sources)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dynafuse-");
        Path fusedBefore = folder.resolve("before.png");
        Path fusedAfter = folder.resolve("after.png");
        try {
            List<ProcessCost> costsBefore = new ArrayList<>();
            List<ProcessCost> costsAfter = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                costsBefore.add(ProcessCost.of(command(before, row, sources, fusedBefore)));
                costsAfter.add(ProcessCost.of(command(after, row, sources, fusedAfter)));
            }
            ProcessCost one = ProcessCost.median(costsBefore);
            ProcessCost other = ProcessCost.median(costsAfter);
            return String.join(
                    " | ",
                    cell("%.2f", one.seconds(), other.seconds()),
                    cell("%.2f", one.processorSeconds(), other.processorSeconds()),
                    cell("%.0f", one.peakBytes() / 1e6, other.peakBytes() / 1e6),
                    later(before, after, row, sources),
                    Difference.of(ImageFiles.read(fusedBefore), ImageFiles.read(fusedAfter))
                            .toString());
        } catch (IllegalStateException e) {
            // An older version need not have all that there is now.
            return "not in both: " + e.getMessage();
        } finally {
            Files.deleteIfExists(fusedBefore);
            Files.deleteIfExists(fusedAfter);
            Files.delete(folder);
        }
    }

    private static List<String> command(Version version, FusionRow row, SourcePair sources, Path fused) {
        List<String> words = new ArrayList<>(List.of(version.launcher(), "fuse"));
        words.addAll(row.options());
        words.addAll(sources.files());
        words.addAll(List.of("-o", fused.toString()));
        return words;
    }

    private String later(Version before, Version after, FusionRow row, SourcePair sources)
            throws IOException, InterruptedException {
        int count = sources.pixels() < SMALL_PIXELS ? fusions : fusionsOfLarge();
        List<Double> timesBefore = new ArrayList<>();
        List<Double> timesAfter = new ArrayList<>();
        try (WarmProcess one = new WarmProcess(before, row, sources);
                WarmProcess other = new WarmProcess(after, row, sources)) {
            for (int i = 0; i < count; i++) {
                timesBefore.add(one.fuse());
                timesAfter.add(other.fuse());
            }
        }
        int forgotten = count - Math.max(1, count / PART);
        return cell(
                "%.0f",
                Medians.of(timesBefore.subList(forgotten, count)), Medians.of(timesAfter.subList(forgotten, count)));
    }

    private static String cell(String format, double before, double after) {
        return String.format(Locale.ROOT, format + " → " + format + " (%.2f)", before, after, after / before);
    }
}
