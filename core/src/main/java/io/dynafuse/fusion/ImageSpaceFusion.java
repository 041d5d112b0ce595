package io.dynafuse.fusion;

import io.dynafuse.blend.Blended;
import io.dynafuse.blend.Blending;
import io.dynafuse.blend.Plane;
import io.dynafuse.blend.Scene;
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
        long start = System.nanoTime();
        Blended blended = blending.of(scene, judge, roles);
        // All but what the judge took.
        Duration ofJudge = clock.times().values().stream().reduce(Duration.ZERO, Duration::plus);
        clock.add(Map.of(Stage.FUSE, Duration.ofNanos(System.nanoTime() - start).minus(ofJudge)));
        Optional<Plane> alpha = largestAlpha(scene);
        Image image = clock.time(Stage.CONVERT, () -> image(blended, alpha));
        return new FusedImage(
                image,
                blended.weights().stream().map(this::map).toList(),
                blended.depth().map(this::map),
                Optional.empty(),
                Map.of(),
                Optional.of(dominability),
                OptionalInt.empty(),
                1,
                clock.times(),
                notes);
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
                return facts.opaque() ? Optional.empty() : Optional.of(plane(sources.read(index)));
            }

            private Plane plane(Image source) {
                return new Plane(facts.width(), facts.height(), source.alpha(whole()));
            }
        };
    }

    private Region whole() {
        return new Region(0, 0, facts.width(), facts.height());
    }

    private Image image(Blended blended, Optional<Plane> alpha) {
        SampleDepth depth = settings.depth().orElse(facts.depth());
        ImageBuilder builder = new ImageBuilder(
                facts.width(), facts.height(), blended.channels().size(), depth);
        for (int channel = 0; channel < blended.channels().size(); channel++) {
            builder.putChannel(channel, blended.channels().get(channel).values());
        }
        alpha.ifPresent(plane -> builder.putAlpha(whole(), plane.values()));
        return builder.build(facts.first());
    }

    /** The largest alpha of the sources at each pixel, where not all are opaque. */
    private Optional<Plane> largestAlpha(Scene scene) throws IOException {
        Optional<Plane> largest = scene.alpha(0);
        for (int m = 1; largest.isPresent() && m < scene.count(); m++) {
            largest.get().update(scene.alpha(m).orElseThrow(), Math::max);
        }
        return largest;
    }

    private Image map(Plane plane) {
        return Image.of(plane.width(), plane.height(), 1, plane.values(), SampleDepth.BITS_16);
    }
}
