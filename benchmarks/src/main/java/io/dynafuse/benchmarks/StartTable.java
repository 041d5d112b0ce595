package io.dynafuse.benchmarks;

import io.dynafuse.evaluation.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times short calls of the command, each in a process of its own, with and without its archive of classes. */
@Command(
        name = "start",
        description = "Times ./dynafuse --version and fusions of examples, with and without the archive of classes.",
        mixinStandardHelpOptions = true)
final class StartTable implements Callable<Integer> {
    private static final Path HOME = Path.of(System.getProperty("dynafuse.home"));
    private static final Path ARCHIVE = HOME.resolve("cli/target/classes.jsa");
    /** Java's own archive, which it takes where none is named. */
    private static final Path OF_JAVA = Path.of(System.getProperty("java.home"), "lib/server/classes.jsa");

    @Option(names = "--rounds", defaultValue = "7", description = "${DEFAULT-VALUE} if not given")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path output = Files.createTempFile("fused", ".png");
        try {
            // Makes the archive if there is none.
            milliseconds(List.of("--version"), "");
            while (Files.notExists(Path.of(ARCHIVE + ".key"))) {
                Thread.sleep(100);
            }
            print(calls(output));
        } finally {
            Files.delete(output);
        }
        return 0;
    }

    private static Map<String, List<String>> calls(Path output) {
        Map<String, List<String>> calls = new LinkedHashMap<>();
        calls.put("--version", List.of("--version"));
        calls.put("fuse, exposures", fusion("under", "over", output));
        calls.put("fuse, focus", fusion("near", "far", output));
        calls.put("fuse, visible and infrared", fusion("visible", "infrared", output));
        return calls;
    }

    private static List<String> fusion(String first, String second, Path output) {
        Path examples = HOME.resolve("examples");
        return List.of(
                "fuse",
                examples.resolve(first + ".png").toString(),
                examples.resolve(second + ".png").toString(),
                "-o",
                output.toString());
    }

    private void print(Map<String, List<String>> calls) throws IOException, InterruptedException {
        System.out.println("| call | without archive | with | ratio |\n|---|---:|---:|---:|");
        for (Map.Entry<String, List<String>> call : calls.entrySet()) {
            double[] without = new double[rounds];
            double[] with = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                without[round] = milliseconds(call.getValue(), "-XX:SharedArchiveFile=" + OF_JAVA);
                with[round] = milliseconds(call.getValue(), "");
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.2f |%n",
                    call.getKey(),
                    Statistics.median(without),
                    Statistics.median(with),
                    Statistics.median(with) / Statistics.median(without));
        }
    }

    private static double milliseconds(List<String> words, String options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("dynafuse").toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_OPTS", options);
        long start = System.nanoTime();
        int exitCode = builder.start().waitFor();
        double milliseconds = (System.nanoTime() - start) / 1e6;
        if (exitCode != 0) {
            throw new IllegalStateException(command + ": ended with " + exitCode + ", expected 0");
        }
        return milliseconds;
    }
}
