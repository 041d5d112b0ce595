package io.dynafuse.evaluation.report;

import io.dynafuse.evaluation.Measure;
import io.dynafuse.evaluation.MethodResult;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.evaluation.Results;
import io.dynafuse.evaluation.TestMeasures;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Reports with pictures made for them. */
final class ReportExamples {
    /** Tries to break out of every place where a name may stand. */
    static final String HOSTILE =
            "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{title}}<!--\u2028Ünï 図";

    private final Path folder;

    ReportExamples(Path folder) {
        this.folder = folder;
    }

    /** Gray or colour: a disc on a gradient under some noise. */
    Path photograph(String name, int width, int height, int channels) throws IOException {
        Random random = new Random(name.hashCode());
        float[] values = new float[channels * width * height];
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            double distance = Math.hypot(x - 0.6 * width, y - 0.4 * height) / Math.min(width, height);
            values[i] = (float) (0.6 * x / width
                    + (distance < 0.25 ? 0.3 : 0)
                    + 0.05 * random.nextDouble()
                    + 0.05 * (i / (width * height)));
        }
        return write(name, Image.of(width, height, channels, values, SampleDepth.BITS_8));
    }

    /** Weights that rise from {@code left} to {@code right}, in 16 bits. */
    Path weights(String name, int width, int height, float left, float right) throws IOException {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = left + (right - left) * (i % width) / (width - 1);
        }
        return write(name, Image.of(width, height, 1, values, SampleDepth.BITS_16));
    }

    Path damaged(String name) throws IOException {
        return Files.writeString(folder.resolve(name + ".png"), "no image at all");
    }

    private Path write(String name, Image image) throws IOException {
        Path file = folder.resolve(name + ".png");
        ImageFiles.write(image, file);
        return file;
    }

    static List<Measure> measures(int count) {
        Direction[] directions = Direction.values();
        return IntStream.range(0, count)
                .mapToObj(i -> TestMeasures.firstSample("METRIC_" + i, directions[i % directions.length]))
                .toList();
    }

    /** Every score differs, none is undefined. */
    static Results results(int methods, int scenes, int measures) {
        Random random = new Random(7);
        List<MethodResult> results = IntStream.range(0, methods)
                .mapToObj(m -> new MethodResult(
                        "variant " + m,
                        IntStream.range(0, scenes)
                                .mapToObj(s -> TestMeasures.measured(
                                        "scene " + s,
                                        random.doubles(measures, 0, 1).toArray()))
                                .toList()))
                .toList();
        return new Results(measures(measures), results, true);
    }

    static HtmlReport report(Results results, Gallery gallery) {
        return new HtmlReport(
                "Variants of IFCNN-SUM on gradients",
                List.of(new HtmlReport.Fact("dataset", "gradients and discs"), new HtmlReport.Fact("network", "ifcnn")),
                results,
                Map.of("variant 0", "uniform weights, as trained"),
                gallery,
                List.of("The pictures were made for a test."));
    }

    /** Three variants on four scenes: one failed, one undefined, a picture damaged, names hostile. */
    HtmlReport eventful() throws IOException {
        List<Outcome> first = List.of(
                TestMeasures.measured("plain", 0.5, 10, 2, 4),
                TestMeasures.measured(HOSTILE, 0.6, 12, Double.NaN, 4),
                TestMeasures.measured("large", 0.7, 14, 2, 4),
                TestMeasures.measured("left out", 0.8, 9, 2, 4));
        List<Outcome> second = List.of(
                TestMeasures.measured("plain", 0.6, 9, 2, 4),
                TestMeasures.failed(HOSTILE, HOSTILE + ".png: is cut short; get a whole copy"),
                TestMeasures.measured("large", 0.7, 15, 3, 4),
                TestMeasures.measured("left out", 0.9, 8, 1, 4));
        List<Outcome> third = List.of(
                TestMeasures.measured("plain", 0.4, 8, 1, 4),
                TestMeasures.measured(HOSTILE, 0.5, 10, 1, 4),
                TestMeasures.measured("large", 0.5, 10, 1, 4),
                TestMeasures.measured("left out", 0.5, 10, 1, 4));
        Results results = new Results(
                measures(4),
                List.of(
                        new MethodResult("static", first),
                        new MethodResult("maximum " + HOSTILE, second),
                        new MethodResult("fused", third)),
                true);
        return new HtmlReport(
                "Eventful " + HOSTILE,
                List.of(new HtmlReport.Fact("dataset", HOSTILE)),
                results,
                Map.of("static", HOSTILE),
                new Gallery(scenes("static", "maximum " + HOSTILE, "fused"), 3, ReadOptions.DEFAULT),
                List.of(HOSTILE));
    }

    private List<Gallery.Scene> scenes(String still, String maximum, String fused) throws IOException {
        List<Gallery.Scene> scenes = new ArrayList<>();
        List<Gallery.Source> small = List.of(
                new Gallery.Source("visible", photograph("visible", 64, 48, 3)),
                new Gallery.Source("infrared", photograph("infrared", 64, 48, 1)));
        scenes.add(new Gallery.Scene(
                "plain",
                small,
                Optional.of(photograph("truth", 64, 48, 3)),
                List.of(
                        new Gallery.Variant(still, photograph("plain-static", 64, 48, 3), List.of()),
                        new Gallery.Variant(
                                maximum,
                                photograph("plain-maximum", 64, 48, 3),
                                List.of(
                                        weights("plain-1", 64, 48, 0.2f, 0.8f),
                                        weights("plain-2", 64, 48, 0.8f, 0.2f))))));
        scenes.add(new Gallery.Scene(
                HOSTILE,
                small,
                Optional.empty(),
                List.of(new Gallery.Variant(still, damaged("hostile-static"), List.of()))));
        scenes.add(new Gallery.Scene(
                "large",
                List.of(
                        new Gallery.Source("left", photograph("left", 1600, 900, 3)),
                        new Gallery.Source("right", photograph("right", 1600, 900, 3))),
                Optional.empty(),
                List.of(new Gallery.Variant(
                        fused,
                        photograph("large-fused", 1600, 900, 3),
                        List.of(
                                weights("large-1", 1600, 900, 0.5f, 0.5f),
                                weights("large-2", 1600, 900, 0.5f, 0.5f))))));
        scenes.add(new Gallery.Scene("left out", small, Optional.empty(), List.of()));
        return scenes;
    }
}
