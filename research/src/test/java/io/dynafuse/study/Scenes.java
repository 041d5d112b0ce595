package io.dynafuse.study;

import io.dynafuse.corruption.Corruption;
import io.dynafuse.evaluation.report.Findings;
import io.dynafuse.evaluation.table.Cell;
import io.dynafuse.evaluation.table.Table;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.testing.MeanOfLuma;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Small datasets made for tests. */
final class Scenes {
    static final int WIDTH = 40;
    static final int HEIGHT = 24;

    private Scenes() {}

    /** Scenes 1 to {@code count} of sources called visible and infrared. */
    static Path write(Path folder, int count) throws IOException {
        for (int scene = 1; scene <= count; scene++) {
            image(folder.resolve("visible/" + scene + ".png"), scene);
            image(folder.resolve("infrared/" + scene + ".png"), 100 + scene);
        }
        return folder;
    }

    /** Makes the sources of a scene too small for SSIM. */
    static void shrink(Path folder, String scene) throws IOException {
        for (String role : List.of("visible", "infrared")) {
            float[] values = new float[8 * 8];
            values[role.length()] = 1;
            ImageFiles.write(
                    Image.of(8, 8, 1, values, SampleDepth.BITS_8), folder.resolve(role + "/" + scene + ".png"));
        }
    }

    static Image image(Path file, long seed) throws IOException {
        Random random = new Random(seed);
        double slope = random.nextDouble();
        float[] values = new float[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            double ramp = slope * (i % WIDTH) / WIDTH;
            values[i] = (float) Math.min(1, ramp + random.nextDouble() / 2);
        }
        Image image = Image.of(WIDTH, HEIGHT, 1, values, SampleDepth.BITS_8);
        Files.createDirectories(file.getParent());
        ImageFiles.write(image, file);
        return image;
    }

    static Findings run(Study study, Path data, FusionModel model, List<String> variants, Corruption... corruptions)
            throws Exception {
        return run(study, data, model, variants, Optional.empty(), corruptions);
    }

    static Findings run(
            Study study,
            Path data,
            FusionModel model,
            List<String> variants,
            Optional<String> source,
            Corruption... corruptions)
            throws Exception {
        return run(study, data, model, noise -> model, variants, source, corruptions);
    }

    static Findings run(
            Study study,
            Path data,
            FusionModel model,
            StudySubject.NoisyNetworks noisyNetworks,
            List<String> variants,
            Optional<String> source,
            Corruption... corruptions)
            throws Exception {
        return run(study, data, model, noisyNetworks, variants, source, Optional.empty(), corruptions);
    }

    static Findings run(
            Study study,
            Path data,
            FusionModel model,
            StudySubject.NoisyNetworks noisyNetworks,
            List<String> variants,
            Optional<String> source,
            Optional<Path> scenesFolder,
            Corruption... corruptions)
            throws Exception {
        try (Fuser fuser = Fuser.with(model).keepWeightMaps().open()) {
            StudySubject subject = new StudySubject(
                    data,
                    Optional.empty(),
                    fuser,
                    noisyNetworks,
                    variants,
                    source,
                    List.of(corruptions),
                    Integer.MAX_VALUE,
                    StudySubject.DEFAULT_SEED,
                    scenesFolder,
                    ReadOptions.DEFAULT,
                    (done, total) -> {});
            study.requireSense(subject);
            return study.run(subject);
        }
    }

    static double number(Table table, String column, String... names) {
        return table.rows().stream()
                .filter(row -> row.subList(0, table.leading()).stream()
                        .map(Cell::text)
                        .toList()
                        .equals(List.of(names)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + List.of(names)))
                .get(table.heads().indexOf(column))
                .value()
                .orElseThrow();
    }

    /** What a study that makes its own scenes finds of one of each kind, with a network that gives luma back as it is. */
    static Findings run(Study study, String... variants) throws Exception {
        MeanOfLuma model = new MeanOfLuma();
        try (Fuser fuser = Fuser.with(model).keepWeightMaps().open()) {
            StudySubject subject = new StudySubject(
                    Path.of(""),
                    Optional.empty(),
                    fuser,
                    noise -> model,
                    List.of(variants),
                    Optional.empty(),
                    List.of(),
                    1,
                    StudySubject.DEFAULT_SEED,
                    Optional.empty(),
                    ReadOptions.DEFAULT,
                    (done, total) -> {});
            study.requireSense(subject);
            return study.run(subject);
        }
    }
}
