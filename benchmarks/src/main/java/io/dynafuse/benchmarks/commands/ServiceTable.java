package io.dynafuse.benchmarks.commands;

import io.dynafuse.benchmarks.Medians;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what the service takes when many clients call it at once, what its memory is after many fusions, and the same work by the command. */
@Command(
        name = "service",
        description = {
            "Starts ./dynafuse serve on the loopback, has many clients call it at once with images of several sizes and tasks, and prints how it answered;",
            "then its resident memory on the way through many small fusions; beside it the same fusions by the command, a process each."
        },
        mixinStandardHelpOptions = true)
public final class ServiceTable implements Callable<Integer> {
    /** Small ones, so that many fusions take minutes. */
    private static final List<String> SMALL_SIZES = List.of("160x120", "320x240");

    private static final int CLIENTS_OF_MANY = 4;
    /** Memory is printed after each of so many parts. */
    private static final int PARTS = 10;

    @Option(names = "--clients", defaultValue = "32", description = "at once; ${DEFAULT-VALUE} if not given")
    private int clients;

    @Option(names = "--seconds", defaultValue = "60", description = "of calls; ${DEFAULT-VALUE} if not given")
    private int seconds;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "160x120,640x480,1600x1200",
            description = "of the images of these calls; ${DEFAULT-VALUE} if not given")
    private List<String> sizes = List.of();

    @Option(
            names = "--fusions",
            defaultValue = "2000",
            description = "small ones, on whose way memory is looked at; 0 for none; ${DEFAULT-VALUE} if not given")
    private int fusions;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "of the command and of a single client; ${DEFAULT-VALUE} if not given")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Version here = Version.present();
        here.build();
        List<ServedScene> scenes = ServedScene.all(sizes, here.workplace());
        try (ServedProcess service = new ServedProcess(here)) {
            System.out.printf(Locale.ROOT, "from start to first page: %.2f s%n", service.secondsUntilFirstPage());
            printLoad(here, service, scenes);
        }
        if (fusions > 0) {
            // Anew, as large images leave more for the next than small ones need.
            try (ServedProcess service = new ServedProcess(here)) {
                printMemory(service, ServedScene.all(SMALL_SIZES, here.workplace()));
            }
        }
        return 0;
    }

    private void printLoad(Version here, ServedProcess service, List<ServedScene> scenes)
            throws IOException, InterruptedException {
        // Once each, as the first fusion by a network loads it.
        service.fuseAll(scenes.size(), 1, scenes);
        Map<String, List<Double>> byCommand = new LinkedHashMap<>();
        List<ServedCall> alone = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (ServedScene scene : scenes) {
                byCommand
                        .computeIfAbsent(scene.size(), any -> new ArrayList<>())
                        .add(secondsOfCommand(here, scene));
                alone.add(service.fuse(scene));
            }
        }
        long start = System.nanoTime();
        List<ServedCall> calls = service.fuseFor(seconds, clients, scenes);
        double taken = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        System.out.printf(
                Locale.ROOT,
                "%d clients for %d s: answers by status %s, %.2f images a second; the command, one after the other: %.2f%n%n",
                clients,
                seconds,
                ServedCall.byStatus(calls),
                ServedCall.done(calls).size() / taken,
                perSecond(byCommand));
        System.out.println("| size | command, s | one client, s | " + clients + " clients, s | 95 %, s | images |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        byCommand.forEach((size, times) -> print(size, times, alone, calls));
    }

    private static double secondsOfCommand(Version here, ServedScene scene) throws IOException, InterruptedException {
        Path fused = Files.createTempFile("dynafuse-", ".png");
        try {
            return ProcessCost.of(scene.command(here, fused)).seconds();
        } finally {
            Files.delete(fused);
        }
    }

    private static double perSecond(Map<String, List<Double>> seconds) {
        List<Double> all = seconds.values().stream().flatMap(List::stream).toList();
        return all.size() / all.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static void print(String size, List<Double> command, List<ServedCall> alone, List<ServedCall> calls) {
        List<ServedCall> done = of(size, calls);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %s | %d |%n",
                size,
                Medians.of(command),
                ServedCall.median(of(size, alone)),
                done.isEmpty()
                        ? "none | none"
                        : String.format(Locale.ROOT, "%.2f | %.2f", ServedCall.median(done), ServedCall.high(done)),
                done.size());
    }

    private static List<ServedCall> of(String size, List<ServedCall> calls) {
        return ServedCall.done(calls).stream()
                .filter(call -> call.size().equals(size))
                .toList();
    }

    private void printMemory(ServedProcess service, List<ServedScene> scenes) throws IOException, InterruptedException {
        System.out.println();
        int part = Math.max(1, fusions / PARTS);
        for (int done = part; done <= fusions; done += part) {
            List<ServedCall> calls = service.fuseAll(part, CLIENTS_OF_MANY, scenes);
            System.out.printf(
                    Locale.ROOT,
                    "after %d fusions: %.1f MB resident, answers by status %s%n",
                    done,
                    service.residentBytes() / 1048576.0,
                    ServedCall.byStatus(calls));
        }
    }
}
