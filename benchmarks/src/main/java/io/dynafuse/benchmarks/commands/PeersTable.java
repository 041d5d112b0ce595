package io.dynafuse.benchmarks.commands;

import io.dynafuse.evaluation.peers.Enfuse;
import io.dynafuse.files.OneLine;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what fusing two files into one takes, by Dynafuse and by other programs, taking turns. */
@Command(
        name = "peers",
        description = {
            "Prints the table of docs/speed.md beside other programs: from two image files to a fused one, every program started anew, taking turns.",
            "Needs enfuse, and for OpenCV's MergeMertens a python3 with cv2, on the path; what is not there is left out."
        },
        mixinStandardHelpOptions = true)
public final class PeersTable implements Callable<Integer> {
    private static final String MERTENS = String.join(
            "\n",
            "import sys, cv2",
            "fused = cv2.createMergeMertens().process([cv2.imread(name) for name in sys.argv[1:3]])",
            "cv2.imwrite(sys.argv[3], (fused * 255).clip(0, 255).round().astype('uint8'))");

    @Option(names = "--rounds", defaultValue = "3", description = "measured rounds; ${DEFAULT-VALUE} if not given")
    private int rounds;

    @Mixin
    private MadeSizes sizes;

    @Option(
            names = "--focus",
            description =
                    "Fuse focus planes instead of exposures, with enfuse set up for them; OpenCV has nothing for these.")
    private boolean focus;

    @Option(
            names = "--format",
            defaultValue = "png",
            description = "png or tif, which all programs write; ${DEFAULT-VALUE} if not given")
    private String format;

    @Parameters(paramLabel = "FILE", description = "image files A1 B1 A2 B2 … instead of made ones")
    private List<Path> files = List.of();

    /** A program that is measured; the names of the sources and of the fused image go between and after its words. */
    private record Program(String name, List<String> before, List<String> after) {
        List<String> command(SourcePair sources, Path fused) {
            return Stream.of(before, sources.files(), after, List.of(fused.toString()))
                    .flatMap(List::stream)
                    .toList();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Version here = Version.present();
        here.build();
        Task task = focus ? Task.MULTI_FOCUS : Task.MULTI_EXPOSURE;
        List<SourcePair> pairs = SourcePair.all(files, sizes.all(), task, here.workplace());
        List<Program> programs = programs(here, task);
        System.out.printf(
                "%s, 2 files to one .%s, processes started anew and taking turns, medians of %d rounds%n%n",
                task.word(), format, rounds);
        System.out.println("| size | program | wall, s | CPU, s | peak, MB | × the first's wall | × its peak |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|");
        for (SourcePair sources : pairs) {
            compare(programs, sources);
        }
        return 0;
    }

    private List<Program> programs(Version here, Task task) throws InterruptedException {
        List<Program> programs = new ArrayList<>();
        Enfuse.find(System.getenv("PATH"))
                .flatMap(program -> Enfuse.of(program, task))
                .ifPresentOrElse(
                        enfuse -> programs.add(ofEnfuse(enfuse)),
                        () -> System.out.println("enfuse is left out: it is not on the path"));
        if (!focus) {
            try {
                ProcessCost.of(List.of("python3", "-c", "import cv2"));
                programs.add(new Program("OpenCV, MergeMertens", List.of("python3", "-c", MERTENS), List.of()));
            } catch (IOException | IllegalStateException e) {
                System.out.println("OpenCV is left out: " + OneLine.of(e));
            }
        }
        programs.add(ofDynafuse(here, "weights on images, the default", task));
        programs.add(ofDynafuse(here, "weights on features", task, "--space", "features"));
        programs.add(ofDynafuse(here, "static", task, "--static"));
        return programs;
    }

    private static Program ofEnfuse(Enfuse enfuse) {
        List<String> words = new ArrayList<>(List.of(enfuse.program().toString()));
        words.addAll(enfuse.options());
        return new Program(Enfuse.NAME, words, List.of("-o"));
    }

    private static Program ofDynafuse(Version here, String name, Task task, String... options) {
        List<String> words = new ArrayList<>(List.of(here.launcher(), "fuse", "--task", task.word()));
        words.addAll(List.of(options));
        return new Program("Dynafuse, " + name, words, List.of("-o"));
    }

    private void compare(List<Program> programs, SourcePair sources) throws IOException, InterruptedException {
        Map<Program, List<ProcessCost>> costs = new LinkedHashMap<>();
        Path fused = Files.createTempFile("dynafuse-", "." + format);
        try {
            for (int round = 0; round < rounds; round++) {
                for (Program program : programs) {
                    Files.deleteIfExists(fused);
                    costs.computeIfAbsent(program, any -> new ArrayList<>())
                            .add(ProcessCost.of(program.command(sources, fused)));
                }
            }
        } finally {
            Files.deleteIfExists(fused);
        }
        ProcessCost first = ProcessCost.median(costs.get(programs.get(0)));
        for (Program program : programs) {
            print(sources, program, ProcessCost.median(costs.get(program)), first);
        }
    }

    private static void print(SourcePair sources, Program program, ProcessCost cost, ProcessCost first)
            throws IOException {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f | %.2f | %.0f | %.2f | %.2f |%n",
                sources.size(),
                program.name,
                cost.seconds(),
                cost.processorSeconds(),
                cost.peakBytes() / 1e6,
                cost.seconds() / first.seconds(),
                (double) cost.peakBytes() / first.peakBytes());
    }
}
