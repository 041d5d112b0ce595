package io.dynafuse.cli;

import io.dynafuse.align.Alignment;
import io.dynafuse.align.Motion;
import io.dynafuse.align.Rig;
import io.dynafuse.align.Size;
import io.dynafuse.data.Dataset;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.DatasetWriter;
import io.dynafuse.data.SceneLoop;
import io.dynafuse.data.SourceFile;
import io.dynafuse.data.Words;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.image.WriteOptions;
import io.dynafuse.preparation.SourcePage;
import io.dynafuse.preparation.SourceReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Aligns the scenes of a dataset one after the other; one that cannot be aligned is named and never stops the others. */
final class DatasetAlignment {
    private final Dataset dataset;
    private final SourceAligner aligner;
    private final SourceReading reading;
    private final WriteOptions options;
    private final TerminalProgress progress;
    private final List<SceneMotions> found = new ArrayList<>();
    private final Set<String> failed = new LinkedHashSet<>();
    private final Set<String> noted = new HashSet<>();

    /**
     * The motions of a scene, trusted or not.
     *
     * @param names what messages call its sources
     */
    record SceneMotions(DatasetScene scene, List<String> names, Alignment alignment) {}

    DatasetAlignment(
            Dataset dataset,
            SourceAligner aligner,
            SourceReading reading,
            WriteOptions options,
            TerminalProgress progress) {
        this.dataset = dataset;
        this.aligner = aligner;
        this.reading = reading;
        this.options = options;
        this.progress = progress;
    }

    /** The scenes that could not be aligned or written. */
    List<String> failed() {
        return List.copyOf(failed);
    }

    /** Finds the motions of every scene that can be read. */
    void estimate() throws InterruptedException {
        forScenes(scene -> {
            PageSources sources = sources(scene);
            found.add(new SceneMotions(scene, sources.names(), aligner.motions(sources.names(), sources)));
        });
    }

    /** A line for each source that is not a reference, and what they have in common. */
    List<String> report() {
        List<String> lines = new ArrayList<>();
        found.forEach(one -> lines.addAll(lines(one)));
        lines.add(summary());
        return lines;
    }

    private static List<String> lines(SceneMotions one) {
        Alignment alignment = one.alignment();
        return IntStream.range(0, one.names().size())
                .filter(m -> m != alignment.reference())
                .mapToObj(m -> OneLine.of(one.scene().name() + ": "
                        + one.scene().sources().get(m).role() + " "
                        + MotionWords.of(alignment, m)
                        + alignment
                                .motions()
                                .get(m)
                                .distrust()
                                .map(why -> "; not trusted: " + why)
                                .orElse("")))
                .toList();
    }

    private String summary() {
        List<Motion> motions = found.stream()
                .flatMap(one -> IntStream.range(0, one.names().size())
                        .filter(m -> m != one.alignment().reference())
                        .mapToObj(m -> one.alignment().motions().get(m)))
                .toList();
        double[] distances = motions.stream()
                .filter(Motion::isTrusted)
                .mapToDouble(Motion::distance)
                .sorted()
                .toArray();
        String counts = Words.counted(motions.size(), "source") + " of " + Words.counted(found.size(), "scene") + ", "
                + distances.length + " trusted";
        return distances.length == 0
                ? counts
                : counts
                        + String.format(
                                Locale.ROOT,
                                ": off by %.1f px on average, median %.1f px, at most %.1f px",
                                Arrays.stream(distances).average().orElseThrow(),
                                median(distances),
                                distances[distances.length - 1]);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The one motion of all scenes, after they were estimated; names the scenes that have another.
     *
     * @throws IllegalArgumentException if there is none
     */
    FoundAlignment rig() {
        Rig rig = Rig.of(
                found.stream()
                        .map(one -> new Rig.Scene(one.scene().name(), one.alignment()))
                        .toList(),
                aligner.model());
        rig.outliers()
                .forEach(outlier -> progress.noted(String.format(
                        Locale.ROOT,
                        "%s: source %d moved otherwise, by %.1f px from the rig's motion",
                        OneLine.of(outlier.scene()),
                        outlier.source() + 1,
                        outlier.distance())));
        found.stream()
                .filter(one -> !one.alignment().isTrusted())
                .forEach(one -> progress.noted(OneLine.of(one.scene().name())
                        + ": its own motion cannot be trusted, and the rig's is taken without it"));
        List<String> roles = roles(dataset.scenes().get(0));
        return new FoundAlignment(
                rig.alignment(), aligner.crop(), rig.alignment().canvas(aligner.crop()), roles, List.of());
    }

    /** Aligns every scene for itself and writes it. */
    void write(Path folder) throws IOException, InterruptedException {
        write(folder, (sources, scene) -> aligner.align(sources.names(), sources));
    }

    /**
     * Writes every scene, moved as the rig is.
     *
     * @param rig what {@link #rig} found
     */
    void write(Path folder, FoundAlignment rig) throws IOException, InterruptedException {
        write(folder, (sources, scene) -> {
            List<Size> sizes = new ArrayList<>();
            for (int m = 0; m < sources.pages().size(); m++) {
                sizes.add(Size.of(sources.read(m)));
            }
            if (!sizes.equals(rig.alignment().sizes())) {
                throw new IllegalArgumentException(scene.name() + ": has sources of " + sizes + ", and the rig of "
                        + rig.alignment().sizes());
            }
            return rig;
        });
    }

    /** How a scene is aligned. */
    @FunctionalInterface
    private interface Way {
        FoundAlignment of(PageSources sources, DatasetScene scene) throws IOException;
    }

    private void write(Path folder, Way way) throws IOException, InterruptedException {
        Written written = new Written();
        forScenes(scene -> {
            PageSources sources = sources(scene);
            FoundAlignment alignment = way.of(sources, scene);
            List<Image> aligned = new ArrayList<>();
            for (int m = 0; m < sources.pages().size(); m++) {
                aligned.add(alignment.apply(m, sources.read(m)));
            }
            Optional<Image> truth = truth(scene, alignment);
            new DatasetWriter(folder, roles(scene), options).write(scene.name(), aligned, truth);
            written.add(roles(scene), aligned, truth);
        });
        written.describe(folder, dataset);
    }

    private static List<String> roles(DatasetScene scene) {
        return scene.sources().stream().map(SourceFile::role).toList();
    }

    /** The truth as the reference is cut; none if it does not lie on the reference. */
    private Optional<Image> truth(DatasetScene scene, FoundAlignment alignment) throws IOException {
        if (scene.truth().isEmpty()) {
            return Optional.empty();
        }
        Image truth = ImageFiles.read(scene.truth().get(), reading.options());
        int reference = alignment.alignment().reference();
        if (!Size.of(truth).equals(alignment.alignment().sizes().get(reference))) {
            progress.noted(scene.truth().get() + ": is left out, as its size is not that of the source that stays");
            return Optional.empty();
        }
        return Optional.of(alignment.apply(reference, truth));
    }

    private PageSources sources(DatasetScene scene) throws IOException {
        PageSources sources = new PageSources(reading, SourcePage.of(scene.files(), reading.options()));
        // Each thing once, with the first file that it is true of.
        sources.notes().stream()
                .filter(line -> noted.add(line.substring(Math.max(0, line.indexOf(": ")))))
                .forEach(progress::noted);
        return sources;
    }

    private void forScenes(SceneLoop.Work<DatasetScene> work) throws InterruptedException {
        SceneLoop.over(dataset.scenes()).progress(progress).run(work).forEach(one -> {
            if (failed.add(one.scene())) {
                progress.say("not aligned: " + one.line());
            }
        });
    }

    /** What a description says of the scenes that were written. */
    private static final class Written {
        private final Set<List<String>> roles = new HashSet<>();
        private boolean floats;
        private int scenes;
        private int truths;

        void add(List<String> itsRoles, List<Image> aligned, Optional<Image> truth) {
            roles.add(itsRoles);
            floats |= aligned.stream().anyMatch(image -> image.depth() == SampleDepth.FLOAT_32)
                    || truth.filter(image -> image.depth() == SampleDepth.FLOAT_32)
                            .isPresent();
            scenes++;
            truths += truth.isPresent() ? 1 : 0;
        }

        /** Describes what a description can; otherwise names tell, as they did. */
        void describe(Path folder, Dataset dataset) throws IOException {
            boolean plain = roles.size() == 1
                    && roles.stream().flatMap(List::stream).allMatch(role -> role.matches("[A-Za-z0-9-]+"));
            if (plain && !floats && dataset.task().isPresent() && (truths == 0 || truths == scenes)) {
                String name = dataset.name().replaceAll("[^A-Za-z0-9-]+", "-");
                new DatasetWriter(folder, roles.iterator().next())
                        .describe(
                                name,
                                dataset.task().get(),
                                "made by dynafuse align from " + dataset.name(),
                                truths > 0);
            }
        }
    }
}
