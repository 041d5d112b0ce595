package io.dynafuse.scenes;

import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Exposure sequences: surfaces under a light that spans several stops, taken by one camera with its own response curve, from the exposure
 * for the brightest light to the one for the darkest; each clips what it cannot hold.
 *
 * <p>The truth is the picture that the camera would take, without noise, of the same surfaces if the light's stops were compressed to a share
 * of them ({@value #KEPT}). Shadows stay shadows, colours and detail stay. At the brightest light the truth is the shortest exposure's
 * pixel, at the
 * darkest the longest exposure's; in between it lies between them. So a fusion can reach it.
 *
 * @param sources how many, 2 to 16
 */
record ExposureSceneMaker(SceneWorld world, int sources) implements SceneMaker {
    private static final int MOST_SOURCES = 16;
    /** The share of the light's stops in the truth. */
    static final double KEPT = 0.3;

    ExposureSceneMaker {
        SceneSizes.requireSources(sources, MOST_SOURCES);
    }

    @Override
    public Task task() {
        return Task.MULTI_EXPOSURE;
    }

    @Override
    public List<String> roles() {
        return sources == 2
                ? List.of("under", "over")
                : IntStream.rangeClosed(1, sources)
                        .mapToObj(i -> "exposure-" + i)
                        .toList();
    }

    @Override
    public SyntheticScene make(int width, int height, long seed) {
        SceneSizes.require(width, height);
        SceneRandom random = new SceneRandom(seed);
        SceneRandom painting = random.split();
        Canvas surfaces = world.painter(painting).picture(width, height, painting);
        Light light = Light.random(width, height, random.split());
        double exposure = 0.8 * Exposures.bright(surfaces, random);
        ResponseCurve response = ResponseCurve.random(random);
        Camera camera = Camera.random(random, response);
        Camera.Frame frame = new Camera.Frame(0, 0, width, height);
        List<Image> images = new ArrayList<>();
        float[][] lit = light.on(surfaces, 1);
        for (int source = 0; source < sources; source++) {
            images.add(
                    camera.shoot(lit, width, frame, exposure * Waves.powerOfTwo(stops(light, source)), random.split()));
        }
        Image truth = Camera.noiseless(response).shoot(light.on(surfaces, KEPT), width, frame, exposure, random);
        return new SyntheticScene(task(), roles(), images, Optional.of(truth));
    }

    /** The light spans -range/2 to +range/2; exposures need not compensate the part of it that the truth keeps. */
    private double stops(Light light, int source) {
        return light.range() * (1 - KEPT) * ((double) source / (sources - 1) - 0.5);
    }
}
