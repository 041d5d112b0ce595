package io.dynafuse.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.dynafuse.evaluation.Statistics;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.WriteOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints how long image files take to be read, and to be written as PNG at every compression, beside ImageIO. */
@Command(
        name = "files",
        description = "Reads images and writes them as PNG in memory, ImageIO and every compression taking turns.",
        mixinStandardHelpOptions = true)
final class FileTable implements Callable<Integer> {
    private static final int WARM_UP = 1;

    @Option(names = "--rounds", description = "measured, 5 if not given")
    private int rounds = 5;

    @Option(names = "--compressions", split = ",", description = "0,1,4,6,9 if not given")
    private List<Integer> compressions = List.of(0, 1, 4, 6, 9);

    @Parameters(arity = "1..*", description = "image files that ImageIO can read, too")
    private List<Path> files;

    /** Work that gives a number of bytes. */
    @FunctionalInterface
    private interface Work {
        long run() throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("| image | work | ms | processor ms | MB |\n|---|---|---:|---:|---:|");
        for (Path file : files) {
            measure(file);
        }
        return 0;
    }

    private void measure(Path file) throws IOException {
        Image image = ImageFiles.read(file);
        BufferedImage other = ImageIO.read(file.toFile());
        Map<String, Work> works = new LinkedHashMap<>();
        works.put(
                "read, ImageIO",
                () -> ImageIO.read(file.toFile()).getRaster().getDataBuffer().getSize());
        works.put("read", () -> ImageFiles.read(file).byteSize());
        works.put("PNG, ImageIO", () -> counted(out -> ImageIO.write(other, "png", out)));
        for (int compression : compressions) {
            WriteOptions options = WriteOptions.DEFAULT.withPngCompression(compression);
            works.put(
                    "PNG, --png-compression " + compression,
                    () -> counted(out -> ImageFiles.write(image, out, ImageFormat.PNG, options)));
        }
        Map<String, double[][]> times = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Map.Entry<String, Work> work : works.entrySet()) {
                double[][] ofWork = times.computeIfAbsent(work.getKey(), name -> new double[2][rounds]);
                long start = System.nanoTime();
                long processorStart = processorTime();
                bytes.put(work.getKey(), work.getValue().run());
                if (round >= 0) {
                    ofWork[0][round] = (System.nanoTime() - start) / 1e6;
                    ofWork[1][round] = (processorTime() - processorStart) / 1e6;
                }
            }
        }
        times.forEach((name, ofWork) -> System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f | %.0f | %.2f |%n",
                file.getFileName(),
                name,
                Statistics.median(ofWork[0]),
                Statistics.median(ofWork[1]),
                bytes.get(name) / 1e6));
    }

    /** Writes to a stream. */
    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static long counted(Writing writing) throws IOException {
        Count count = new Count();
        writing.to(count);
        return count.bytes;
    }

    /** Counts what is written, and keeps nothing. */
    private static final class Count extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] part, int start, int length) {
            bytes += length;
        }
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
