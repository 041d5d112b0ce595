package io.dynafuse.scenes;

import io.dynafuse.image.Image;
import io.dynafuse.scenes.DepthStack.DepthPlane;
import io.dynafuse.scenes.DepthStack.Lens;
import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Focus stacks: objects at many depths, seen through a lens that is focused on one slice of depth after another. The slices adjoin, so
 * that every surface is sharp in one source; only behind the blurred border of a near object the background may be sharp in none, as in
 * photographs. The truth is the same picture with everything in focus and without noise.
 *
 * @param sources how many, 2 to 16
 */
record FocusSceneMaker(SceneWorld world, int sources) implements SceneMaker {
    private static final int MOST_SOURCES = 16;
    private static final double LEAST_BLUR = 1.5;
    private static final double MOST_BLUR = 9;

    FocusSceneMaker {
        SceneSizes.requireSources(sources, MOST_SOURCES);
    }

    @Override
    public Task task() {
        return Task.MULTI_FOCUS;
    }

    @Override
    public List<String> roles() {
        return sources == 2
                ? List.of("near", "far")
                : IntStream.rangeClosed(1, sources).mapToObj(i -> "focus-" + i).toList();
    }

    @Override
    public SyntheticScene make(int width, int height, long seed) {
        SceneSizes.require(width, height);
        SceneRandom random = new SceneRandom(seed);
        double blur = random.logUniform(LEAST_BLUR, MOST_BLUR);
        int margin = (int) Math.ceil(blur) + 1;
        Camera.Frame frame = new Camera.Frame(margin, margin, width, height);
        DepthStack stack = stack(width + 2 * margin, height + 2 * margin, random.split());
        Canvas sharp = stack.sharp();
        double exposure = Exposures.bright(sharp, random);
        Camera camera = Camera.random(random, ResponseCurve.SRGB);
        List<Image> images = new ArrayList<>();
        for (int source = 0; source < sources; source++) {
            Canvas seen = stack.through(lens(source, blur));
            images.add(camera.shoot(seen.planes, seen.width, frame, exposure, random.split()));
        }
        Image truth = Camera.noiseless(ResponseCurve.SRGB).shoot(sharp.planes, sharp.width, frame, exposure, random);
        return new SyntheticScene(task(), roles(), images, Optional.of(truth));
    }

    /** The first source is focused on the nearest slice. */
    private Lens lens(int source, double blur) {
        double slice = 1.0 / sources;
        double from = (sources - 1 - source) * slice;
        // The furthest slabs are half a slab from the end.
        double furthest = 1 - slice - 0.5 / slabs();
        return new Lens(from, from + slice, blur / furthest);
    }

    private int slabs() {
        return Math.max(2, 6 / sources) * sources;
    }

    private DepthStack stack(int width, int height, SceneRandom random) {
        DepthStack stack = new DepthStack(slabs(), width, height, 3);
        SceneWorld.Painter painter = world.painter(random);
        stack.add(painter.background(width, height, random), ground(height, random));
        int count = 4 + random.below(10);
        for (int i = 0; i < count; i++) {
            // More of them are near, where they are not hidden.
            double depth = Math.sqrt((i + random.uniform(0, 1)) / count);
            stack.add(painter.cutout(width, height, random), standing(width, height, depth, random));
        }
        return stack;
    }

    /** A wall at the back, or a floor that is nearer towards the lower edge. */
    private static DepthPlane ground(int height, SceneRandom random) {
        if (random.chance(0.6)) {
            return DepthPlane.facing(0);
        }
        double horizon = height * random.uniform(-0.2, 0.6);
        double slope = random.uniform(0.4, 1) / (height - horizon);
        return new DepthPlane(-slope * horizon, 0, slope, 0);
    }

    private static DepthPlane standing(int width, int height, double depth, SceneRandom random) {
        if (random.chance(0.7)) {
            return DepthPlane.facing(depth);
        }
        double alongX = random.uniform(-0.7, 0.7) / width;
        double alongY = random.uniform(-0.7, 0.7) / height;
        double start = depth - alongX * width / 2 - alongY * height / 2;
        return new DepthPlane(start, alongX, alongY, Math.max(0, depth - 0.35));
    }
}
