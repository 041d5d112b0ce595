package io.dynafuse.evaluation.run;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.evaluation.report.HtmlReport;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ImageHeader;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.preparation.SourcePreparation;
import io.dynafuse.preparation.SourceReading;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A dataset of noise, a fusion without a network, and runs of them. */
final class RunFixture {
    static final Variant MAXIMUM = new Variant("maximum", Optional.of(Dominability.of(Reference.MAXIMUM)));
    static final Variant CONTRAST = new Variant(
            "maximum,contrast", Optional.of(Dominability.of(Reference.MAXIMUM).with("contrast")));

    private static final EvaluationRun.Listener SILENT = new Counts();

    final Path data;
    final Path output;
    List<Variant> variants = List.of(Variant.STATIC, MAXIMUM);
    List<Measure> measures = MeasureSelection.named(List.of("EN", "SD", "SSIM"), MetricProfile.CANONICAL);
    String weights = "0123abcd";
    int scenes = 3;
    int threads = 2;
    boolean restart;
    boolean truth;
    int gallery;
    ReadOptions limits = ReadOptions.DEFAULT;
    Consumer<List<ImageHeader>> memory = headers -> {};
    EvaluationRun.SceneFusion fusion = RunFixture::fuse;

    RunFixture(Path folder) throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        output = folder.resolve("out");
        for (int scene = 1; scene <= 5; scene++) {
            image(scene + "-a", scene, 24);
            image(scene + "-b", 100 + scene, 24);
            image(scene + "-gt", 200 + scene, 24);
        }
    }

    /** What a listener heard. */
    static class Counts implements EvaluationRun.Listener {
        int present;
        int missing;
        int done;

        @Override
        public void checked(int done, int total) {}

        @Override
        public void begins(int present, int total) {
            this.present = present;
            this.missing = total - present;
        }

        @Override
        public void advanced(int done, int total) {
            this.done = done;
        }
    }

    Path image(String name, long seed, int height) throws IOException {
        return image(name, seed, 32, height);
    }

    Path image(String name, long seed, int width, int height) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        Path file = data.resolve(name + ".png");
        ImageFiles.write(Image.of(width, height, 1, values, SampleDepth.BITS_8), file);
        return file;
    }

    Path source(int scene, char role) {
        return data.resolve(scene + "-" + role + ".png");
    }

    /** The mean of the sources; what has weights is the brighter for it. */
    static FusedImage fuse(List<Image> sources, List<Role> roles, Variant variant) {
        Image first = sources.get(0);
        float[] values = first.values();
        float[] others = sources.get(1).values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + others[i]) / (variant.dominability().isPresent() ? 1.5f : 2);
        }
        Image fused = Image.of(first.width(), first.height(), 1, values, SampleDepth.BITS_8);
        List<Image> weights = variant.dominability().isPresent() ? sources : List.of();
        return new FusedImage(
                fused,
                weights,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                variant.dominability(),
                OptionalInt.empty(),
                1,
                Map.of(),
                List.of("a note of the network"));
    }

    RunIdentity identity() {
        return new RunIdentity(
                "noise",
                "none",
                weights,
                "fp32",
                "cpu",
                "as read",
                "rounded",
                RunIdentity.labels(measures),
                "1",
                "libtorch 2",
                "17");
    }

    EvaluationRequest request() {
        List<DatasetScene> found = new ArrayList<>();
        for (int scene = 1; scene <= scenes; scene++) {
            found.add(new DatasetScene(
                    Integer.toString(scene),
                    List.of(new SourceFile("a", source(scene, 'a')), new SourceFile("b", source(scene, 'b'))),
                    truth ? Optional.of(data.resolve(scene + "-gt.png")) : Optional.empty()));
        }
        return new EvaluationRequest(
                new Dataset("noise", Optional.empty(), found, List.of("a note of the dataset")),
                data,
                variants,
                measures,
                identity(),
                "",
                OutputRule.ROUNDED,
                List.of(new HtmlReport.Fact("network", "none")),
                new SourceReading(limits, SourcePreparation.DEFAULT, memory),
                threads,
                gallery,
                restart);
    }

    EvaluationRun.Summary run() throws IOException, InterruptedException {
        return run(SILENT);
    }

    EvaluationRun.Summary run(EvaluationRun.Listener listener) throws IOException, InterruptedException {
        return EvaluationRun.run(request(), output, fusion, listener);
    }

    /** The files of the output folder by name, with their content. */
    Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(output)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(
                        output.relativize(file).toString().replace('\\', '/'),
                        FileDigest.of(file, "").sha256());
            }
        }
        return files;
    }
}
