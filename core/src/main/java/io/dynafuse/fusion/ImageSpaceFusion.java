package io.dynafuse.fusion;

import io.dynafuse.blend.Blending;
import io.dynafuse.blend.Canvas;
import io.dynafuse.blend.Plane;
import io.dynafuse.blend.Rows;
import io.dynafuse.blend.Scene;
import io.dynafuse.blend.Source;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Fuses the sources themselves (TTD §3, early fusion): the network judges them, at a reduced size if they are large, and what is put together
 * are their own pixels. Sources are read one after the other.
 */
final class ImageSpaceFusion {
    private final FusionModel model;
    private final String checkpointName;
    private final Dominability dominability;
    private final Optional<Task> task;
    private final FusionSettings settings;
    private final SourceSequence sources;
    private final List<Role> roles;
    private final Facts facts;
    private final StageClock clock = new StageClock();

    /**
     * What must be known of all sources.
     *
     * @param depth of the deepest
     * @param opaque whether all are
     * @param colour whether one has colour
     * @param oneProfile whether their colours mean the same
     * @param bytesInMemory a pixel of all sources that are in memory at once
     * @param first the metadata of the first
     */
    record Facts(
            int width,
            int height,
            SampleDepth depth,
            boolean opaque,
            boolean colour,
            boolean oneProfile,
            int bytesInMemory,
            ImageMetadata first) {
        static Facts of(SourceSequence sources) throws IOException {
            Image first = sources.read(0);
            SampleDepth depth = first.depth();
            boolean opaque = true;
            boolean colour = false;
            boolean oneProfile = true;
            for (int m = 0; m < sources.count(); m++) {
                Image source = m == 0 ? first : sources.read(m);
                Fuser.requireSize(first, source);
                Fuser.requireData(source, m);
                depth = Comparator.<SampleDepth>naturalOrder().compare(depth, source.depth()) < 0
                        ? source.depth()
                        : depth;
                opaque &= source.isOpaque();
                colour |= !source.isGray();
                oneProfile &= !source.metadata().profileDiffersFrom(first.metadata());
            }
            // At least one, and the result.
            int atOnce = 1 + (sources.areInMemory() ? sources.count() : 1);
            return new Facts(
                    first.width(),
                    first.height(),
                    depth,
                    opaque,
                    colour,
                    oneProfile,
                    atOnce * 3 * depth.bytes(),
                    first.metadata());
        }
    }

    ImageSpaceFusion(
            FusionModel model,
            String checkpointName,
            Dominability dominability,
            Optional<Task> task,
            FusionSettings settings,
            SourceSequence sources,
            List<Role> roles)
            throws IOException {
        this.model = model;
        this.checkpointName = checkpointName;
        this.dominability = dominability;
        this.task = task;
        this.settings = settings;
        this.sources = sources;
        this.roles = roles;
        this.facts = Facts.of(sources);
        long pixels = (long) facts.width() * facts.height();
        int bytesOfMaps = settings.weightMaps() ? sources.count() * SampleDepth.BITS_16.bytes() : 0;
        settings.budget().requireBlending(pixels, pixels * (facts.bytesInMemory() + bytesOfMaps));
    }

    FusedImage run(List<String> loadNotes) throws IOException {
        List<String> notes = new ArrayList<>(loadNotes);
        if (!facts.oneProfile()) {
            notes.add(Fuser.DIFFERENT_PROFILES);
        }
        boolean assumed = task.equals(Optional.of(Task.VISIBLE_INFRARED)) && roles.isEmpty() && !facts.colour();
        if (assumed) {
            notes.add("the first source is taken as visible and the other as infrared: nothing says which is which, but"
                    + " --roles can");
        }
        // The judge takes them as the rest does.
        List<Role> judged = assumed ? List.of(Role.VISIBLE, Role.INFRARED) : roles;
        SceneJudge judge = new SceneJudge(model, checkpointName, dominability, judged, task, settings, clock);
        Blending blending = new Blending(task, dominability, settings.weightMaps(), settings.depthMap());
        Scene scene = scene();
        Result result = new Result();
        long start = System.nanoTime();
        blending.onto(result, scene, judge, roles);
        // All but what the judge took.
        Duration ofJudge = clock.times().values().stream().reduce(Duration.ZERO, Duration::plus);
        clock.add(Map.of(Stage.FUSE, Duration.ofNanos(System.nanoTime() - start).minus(ofJudge)));
        if (!facts.opaque()) {
            result.image.putAlpha(region(new Rows(0, facts.height())), largestAlpha());
        }
        return new FusedImage(
                result.image.build(facts.first()),
                result.weights.stream()
                        .map(map -> map.build(ImageMetadata.NONE))
                        .toList(),
                result.depth.stream().map(map -> map.build(ImageMetadata.NONE)).findFirst(),
                Optional.empty(),
                Map.of(),
                Optional.of(dominability),
                OptionalInt.empty(),
                1,
                clock.times(),
                notes);
    }

    /** Takes the result in the depths in which it is kept. */
    private final class Result implements Canvas {
        private final ImageBuilder image =
                builder(facts.colour() ? 3 : 1, settings.depth().orElse(facts.depth()));
        private final List<ImageBuilder> weights = maps(settings.weightMaps() ? sources.count() : 0);
        private final List<ImageBuilder> depth =
                maps(settings.depthMap() && task.equals(Optional.of(Task.MULTI_FOCUS)) ? 1 : 0);

        @Override
        public void put(Rows rows, List<Plane> channels) {
            for (int channel = 0; channel < channels.size(); channel++) {
                image.putChannel(channel, region(rows), channels.get(channel).values());
            }
            settings.progress().advanced(rows.to(), facts.height());
        }

        @Override
        public void putWeights(int source, Rows rows, Plane plane) {
            weights.get(source).put(region(rows), plane.values());
        }

        @Override
        public void putDepth(Rows rows, Plane plane) {
            depth.get(0).put(region(rows), plane.values());
        }
    }

    private Scene scene() {
        return new Scene() {
            @Override
            public int count() {
                return sources.count();
            }

            @Override
            public int width() {
                return facts.width();
            }

            @Override
            public int height() {
                return facts.height();
            }

            @Override
            public boolean isColour() {
                return facts.colour();
            }

            @Override
            public Image source(int index) throws IOException {
                return sources.read(index).filled();
            }

            @Override
            public Optional<Plane> alpha(int index) throws IOException {
                return facts.opaque()
                        ? Optional.empty()
                        : Optional.of(new Plane(
                                facts.width(),
                                facts.height(),
                                sources.read(index).alpha(region(new Rows(0, facts.height())))));
            }

            @Override
            public Source read(int index) throws IOException {
                Image given = sources.read(index);
                return new Source(
                        given.filled(),
                        facts.opaque() ? Optional.empty() : Optional.of(y -> given.alpha(region(new Rows(y, y + 1)))));
            }

            @Override
            public boolean isInMemory() {
                return sources.areInMemory();
            }
        };
    }

    private Region region(Rows rows) {
        return new Region(0, rows.from(), facts.width(), rows.count());
    }

    private ImageBuilder builder(int channels, SampleDepth depth) {
        return new ImageBuilder(facts.width(), facts.height(), channels, depth);
    }

    private List<ImageBuilder> maps(int count) {
        return IntStream.range(0, count)
                .mapToObj(map -> builder(1, SampleDepth.BITS_16))
                .toList();
    }

    /** The largest alpha of the sources at each pixel. */
    private float[] largestAlpha() throws IOException {
        float[] largest = new float[facts.width() * facts.height()];
        for (int m = 0; m < sources.count(); m++) {
            Image source = sources.read(m);
            for (int y = 0; y < facts.height(); y++) {
                float[] row = source.alpha(region(new Rows(y, y + 1)));
                for (int x = 0; x < row.length; x++) {
                    int i = y * row.length + x;
                    largest[i] = Math.max(largest[i], row[x]);
                }
            }
        }
        return largest;
    }
}
