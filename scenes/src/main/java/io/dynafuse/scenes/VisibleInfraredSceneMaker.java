package io.dynafuse.scenes;

import io.dynafuse.image.Image;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Outdoor scenes as a colour camera and an infrared camera see them: one reflects the light there is, with darkness, fog and glare; the other
 * shows what things radiate, smoother and in gray. Edges are shared where materials meet; writing and paint are seen only in light, warm
 * traces only in infrared. No truth is known.
 */
record VisibleInfraredSceneMaker(Textures textures, Backdrop backdrop) implements SceneMaker {
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
        Dice dice = new Dice(seed);
        Canvas canvas = new Canvas(width, height, ThermalMaterials.HEAT + 1);
        Dice painting = dice.split();
        ThermalMaterials materials = new ThermalMaterials(textures, painting);
        double horizon = backdrop.draw(canvas, materials, painting);
        new Foreground(canvas, materials, painting, horizon).draw();
        Image visible = visible(canvas.only(0, ThermalMaterials.HEAT), dice.split());
        Image infrared = infrared(canvas.only(ThermalMaterials.HEAT, ThermalMaterials.HEAT + 1), dice.split());
        return new SyntheticScene(task(), roles(), List.of(visible, infrared), Optional.empty());
    }

    private Image visible(Canvas scene, Dice dice) {
        Camera.Frame frame = new Camera.Frame(0, 0, scene.width, scene.height);
        // Lamps do not choose the exposure.
        double exposure = Exposures.bright(scene, dice);
        double darkness = dice.chance(0.5) ? dice.uniform(2, 6) : 0;
        float[][] lit = darkness > 0 ? Weather.night(scene, darkness, dice) : copy(scene);
        if (dice.chance(0.3)) {
            Weather.fog(lit, scene.width, textures, dice);
        }
        Weather.glare(lit, scene, exposure, dice);
        double gain = Waves.powerOfTwo(darkness * dice.uniform(0.2, 0.7));
        Camera camera = Camera.random(dice, ResponseCurve.SRGB).amplified(gain);
        return camera.shoot(lit, scene.width, frame, exposure * gain, dice);
    }

    private static float[][] copy(Canvas scene) {
        float[][] planes = new float[scene.planes.length][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = scene.planes[c].clone();
        }
        return planes;
    }

    /** A lens of less detail, and gray levels stretched as such cameras do. */
    private static Image infrared(Canvas heat, Dice dice) {
        Camera.Frame frame = new Camera.Frame(0, 0, heat.width, heat.height);
        Canvas seen = new DiscBlur(dice.uniform(0.4, 1.4)).apply(heat);
        double noise = dice.logUniform(0.003, 0.02);
        double low = dice.uniform(0, 0.8) * Exposures.quantile(seen, 0.02);
        double gain = dice.uniform(0.5, 1) / Math.max(Exposures.quantile(seen, 0.99) - low, 0.1);
        float[] columns = new float[heat.width];
        for (int x = 0; x < columns.length; x++) {
            columns[x] = (float) (0.5 * noise * dice.normal());
        }
        // A lens that is sharp gives the scene itself.
        float[] values = seen.planes[0].clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (gain * (values[i] - low) + columns[i % heat.width] + noise * dice.normal());
        }
        return Camera.noiseless(ResponseCurve.LINEAR).shoot(new float[][] {values}, heat.width, frame, 1, dice);
    }
}
