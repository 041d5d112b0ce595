package io.dynafuse.scenes;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Outdoor scenes as a colour camera and an infrared camera see them: the first shows reflected light, with darkness, fog and glare; the
 * second shows radiated heat, smoother and in gray. Both share the edges between materials; writing and paint are seen only in visible
 * light, warm traces only in infrared. There is no known truth.
 */
record VisibleInfraredSceneMaker(Textures textures, Background background, Outdoors outdoors) implements SceneMaker {
    /** More than the temperatures of most surroundings differ. */
    private static final float WARM = 0.15f;

    @Override
    public Task task() {
        return Task.VISIBLE_INFRARED;
    }

    @Override
    public List<String> roles() {
        return List.of("visible", "infrared");
    }

    @Override
    public SyntheticScene make(int width, int height, long seed) {
        SceneSizes.require(width, height);
        SceneRandom random = new SceneRandom(seed);
        Canvas canvas = new Canvas(width, height, ThermalMaterials.HEAT + 1);
        SceneRandom painting = random.split();
        ThermalMaterials materials = new ThermalMaterials(textures, painting);
        double horizon = background.draw(canvas, materials, painting);
        Foreground.Drawn drawn = new Foreground(canvas, materials, painting, horizon).draw(outdoors);
        SceneRandom shooting = random.split();
        // Lamps do not determine the exposure.
        Canvas lit = canvas.only(0, ThermalMaterials.HEAT);
        double exposure = Exposures.bright(lit, shooting);
        double darkness = outdoors.darkness(shooting);
        // Draws of its own, or all that is drawn afterwards would depend on whether there is a night.
        SceneRandom lamps = outdoors.darkness().isPresent() ? new SceneRandom(~seed) : shooting;
        Image visible = visible(lit, exposure, darkness, lamps, shooting);
        Image infrared = infrared(canvas.only(ThermalMaterials.HEAT, ThermalMaterials.HEAT + 1), random.split());
        Illumination illumination = darkness > 0 ? Illumination.NIGHT : Illumination.DAY;
        return new SyntheticScene(
                task(),
                roles(),
                List.of(visible, infrared),
                Optional.empty(),
                Optional.of(warm(drawn.rise(), width, height)),
                Optional.of(illumination),
                Optional.of(drawn.things()));
    }

    private Image visible(Canvas scene, double exposure, double darkness, SceneRandom lamps, SceneRandom random) {
        Camera.Frame frame = new Camera.Frame(0, 0, scene.width, scene.height);
        float[][] lit = darkness > 0 ? Weather.night(scene, darkness, lamps) : copy(scene);
        if (random.chance(0.3)) {
            Weather.fog(lit, scene.width, textures, random);
        }
        Weather.glare(lit, scene, exposure, random);
        double gain = Waves.powerOfTwo(darkness * random.uniform(0.2, 0.7));
        Camera camera = Camera.random(random, ResponseCurve.SRGB).amplified(gain);
        return camera.shoot(lit, scene.width, frame, exposure * gain, random);
    }

    private static Image warm(float[] rise, int width, int height) {
        ImageBuilder mask = new ImageBuilder(width, height, 1, SampleDepth.BITS_8);
        float[] values = new float[rise.length];
        for (int i = 0; i < rise.length; i++) {
            values[i] = rise[i] > WARM ? 1 : 0;
        }
        mask.put(new Region(0, 0, width, height), values);
        return mask.build(ImageMetadata.NONE);
    }

    private static float[][] copy(Canvas scene) {
        float[][] planes = new float[scene.planes.length][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = scene.planes[c].clone();
        }
        return planes;
    }

    /** A less sharp lens, with gray levels stretched as in such cameras. */
    private static Image infrared(Canvas heat, SceneRandom random) {
        Camera.Frame frame = new Camera.Frame(0, 0, heat.width, heat.height);
        Canvas seen = new DiscBlur(random.uniform(0.4, 1.4)).apply(heat);
        double noise = random.logUniform(0.003, 0.02);
        double low = random.uniform(0, 0.8) * Exposures.quantile(seen, 0.02);
        double gain = random.uniform(0.5, 1) / Math.max(Exposures.quantile(seen, 0.99) - low, 0.1);
        float[] columns = new float[heat.width];
        for (int x = 0; x < columns.length; x++) {
            columns[x] = (float) (0.5 * noise * random.normal());
        }
        // A sharp lens shows the scene itself.
        float[] values = seen.planes[0].clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (gain * (values[i] - low) + columns[i % heat.width] + noise * random.normal());
        }
        return Camera.noiseless(ResponseCurve.LINEAR).shoot(new float[][] {values}, heat.width, frame, 1, random);
    }
}
