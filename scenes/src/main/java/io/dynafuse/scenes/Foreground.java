package io.dynafuse.scenes;

import io.dynafuse.scenes.Canvas.Place;
import java.util.List;

/** Draws the foreground of a visible-infrared scene: signs, people, cars and other warm objects, twigs. For one thread. */
final class Foreground {
    private final Canvas canvas;
    private final ThermalMaterials materials;
    private final SceneRandom random;
    private final double horizon;
    private final double size;
    private final DrawnThings drawn;

    /** @param horizon the row below which objects stand, in pixels */
    Foreground(Canvas canvas, ThermalMaterials materials, SceneRandom random, double horizon) {
        this.canvas = canvas;
        this.materials = materials;
        this.random = random;
        this.horizon = horizon;
        this.size = Math.min(canvas.width, canvas.height);
        this.drawn = new DrawnThings(canvas.width, canvas.height);
    }

    /**
     * What was drawn.
     *
     * @param rise for each pixel, how much hotter it is by the warm objects that are seen there, in units of {@link ThermalMaterials}
     * @param things the people and cars
     */
    record Drawn(float[] rise, List<SceneThing> things) {}

    Drawn draw(Outdoors outdoors) {
        drawSigns();
        float[] surroundings = heat();
        drawWarmObjects(outdoors);
        float[] warm = heat();
        drawFront();
        float[] front = heat();
        float[] rise = new float[warm.length];
        for (int i = 0; i < rise.length; i++) {
            if (front[i] == warm[i]) {
                rise[i] = warm[i] - surroundings[i];
            } else {
                drawn.hide(i);
            }
        }
        return new Drawn(rise, drawn.list());
    }

    private float[] heat() {
        return canvas.planes[ThermalMaterials.HEAT].clone();
    }

    /** Paint and writing, which do not differ in temperature. */
    private void drawSigns() {
        Canvas paint = canvas.only(0, ThermalMaterials.HEAT);
        int count = random.below(6);
        for (int i = 0; i < count; i++) {
            double radius = size * random.logUniform(0.03, 0.2);
            Pattern writing =
                    random.chance(0.6) ? Pattern.writing(random, materials.textures()) : Pattern.grating(random);
            Surface four = materials.surface(random, radius, 0, writing);
            float[] all = new float[ThermalMaterials.HEAT + 1];
            Surface three = (x, y, channels) -> {
                four.at(x, y, all);
                System.arraycopy(all, 0, channels, 0, channels.length);
            };
            paint.draw(
                    SceneObject.upright(
                            Outlines.bar(random, radius),
                            three,
                            random.uniform(0, canvas.width),
                            random.uniform(0, canvas.height)),
                    Place.UPON);
        }
    }

    private void drawWarmObjects(Outdoors outdoors) {
        WarmObjects objects = new WarmObjects(canvas, materials, random, drawn);
        int count = outdoors.warmObjects(random);
        for (int i = 0; i < count; i++) {
            double x = random.uniform(0, canvas.width);
            double near = random.uniform(0, 1);
            double foot = horizon + (canvas.height - horizon) * (0.2 + 0.9 * near);
            double height = size * (0.12 + 0.4 * near * random.uniform(0.6, 1));
            double kind = random.uniform(0, 1);
            if (kind < 0.55) {
                objects.person(x, foot, height);
            } else if (kind < 0.8) {
                objects.car(x, foot, height);
            } else {
                objects.hotSpot(x, foot - height, height * 0.2);
            }
        }
        int traces = random.below(3);
        for (int i = 0; i < traces; i++) {
            objects.trace(
                    random.uniform(0, canvas.width),
                    random.uniform(0, canvas.height),
                    size * random.logUniform(0.03, 0.15));
        }
    }

    /** Twigs and poles in front of everything. */
    private void drawFront() {
        int count = random.below(3) * random.below(5);
        for (int i = 0; i < count; i++) {
            double length = size * random.uniform(0.2, 0.8);
            Outline strand = Outlines.strand(random, length, random.logUniform(0.5, 2.5));
            Surface surface = materials.surface(random, length, random.uniform(0.1, 0.4), Pattern.PLAIN);
            canvas.draw(
                    SceneObject.turned(
                            strand, surface, random.uniform(0, canvas.width), random.uniform(0, canvas.height), random),
                    Place.IN_FRONT);
        }
    }
}
