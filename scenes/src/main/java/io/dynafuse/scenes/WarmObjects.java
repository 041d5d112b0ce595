package io.dynafuse.scenes;

import io.dynafuse.scenes.Canvas.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Draws warm objects, which infrared cameras are made to show. For one thread. */
final class WarmObjects {
    private final Canvas canvas;
    private final ThermalMaterials materials;
    private final SceneRandom random;
    private final DrawnThings drawn;

    /** @param drawn hears of what is drawn */
    WarmObjects(Canvas canvas, ThermalMaterials materials, SceneRandom random, DrawnThings drawn) {
        this.canvas = canvas;
        this.materials = materials;
        this.random = random;
        this.drawn = drawn;
    }

    /** @param foot the position of the feet; all lengths are in pixels */
    void person(double x, double foot, double height) {
        double body = random.uniform(0.55, 0.85);
        double stride = height * random.uniform(0, 0.1);
        double wide = height * random.uniform(0.09, 0.13);
        Surface trousers = plain(height * 0.3, body * 0.85);
        Surface coat = materials.surface(random, height * 0.3, body);
        Surface skin = plain(height * 0.1, random.uniform(0.85, 1));
        List<SceneObject> parts = new ArrayList<>();
        parts.add(limb(trousers, x - stride, foot - height * 0.23, wide * 0.42, height * 0.24, stride / height));
        parts.add(limb(trousers, x + stride, foot - height * 0.23, wide * 0.42, height * 0.24, -stride / height));
        double swing = random.uniform(0, 0.25);
        parts.add(limb(coat, x - wide * 0.95, foot - height * 0.63, wide * 0.3, height * 0.19, swing));
        parts.add(limb(coat, x + wide * 0.95, foot - height * 0.63, wide * 0.3, height * 0.19, -swing));
        parts.add(SceneObject.upright(
                new Outline.Bar(wide * 0.85, height * 0.21, wide * 0.6), coat, x, foot - height * 0.63));
        parts.add(SceneObject.upright(
                new Outline.Ellipse(height * 0.055, height * 0.075), skin, x, foot - height * 0.92));
        parts.forEach(this::draw);
        drawn.add(SceneThing.PERSON, parts);
    }

    private static SceneObject limb(
            Surface surface, double x, double y, double halfWidth, double halfLength, double lean) {
        double cosine = 1 / Math.sqrt(1 + lean * lean);
        Outline limb = new Outline.Bar(halfWidth, halfLength, halfWidth);
        return new SceneObject(limb, surface, x, y, cosine, lean * cosine);
    }

    /** A car from the side, with the engine at one end, and wheels that are warm or cold. */
    void car(double x, double foot, double height) {
        double tall = height * 0.5;
        double side = random.chance(0.5) ? 1 : -1;
        double length = tall * random.uniform(1.1, 1.5);
        double run = random.uniform(0.2, 1);
        Surface paint = plain(length, 0.2 + 0.1 * random.normal() * 0.5);
        List<SceneObject> body = List.of(
                SceneObject.upright(
                        new Outline.Bar(length * 0.55, tall * 0.3, tall * 0.2), paint, x, foot - tall * 0.75),
                SceneObject.upright(
                        new Outline.Bar(length * 0.48, tall * 0.18, tall * 0.1),
                        plain(tall, 0.12),
                        x,
                        foot - tall * 0.78),
                SceneObject.upright(new Outline.Bar(length, tall * 0.28, tall * 0.15), paint, x, foot - tall * 0.4));
        body.forEach(this::draw);
        glow(x + side * length * 0.7, foot - tall * 0.5, tall * 0.4, 0.7 * run);
        List<SceneObject> wheels = List.of(
                wheel(x - 0.6 * length, foot, tall * 0.2, 0.25 + 0.5 * run),
                wheel(x + 0.6 * length, foot, tall * 0.2, 0.25 + 0.5 * run));
        wheels.forEach(this::draw);
        drawn.add(SceneThing.CAR, Stream.concat(body.stream(), wheels.stream()).toList());
        lamp(x + side * length * 0.97, foot - tall * 0.42, tall * 0.07);
    }

    private SceneObject wheel(double x, double foot, double radius, double heat) {
        return SceneObject.upright(new Outline.Disc(radius), plain(radius, heat), x, foot - radius);
    }

    /** A chimney, a window, a lamp. */
    void hotSpot(double x, double y, double radius) {
        Outline outline = random.chance(0.5) ? new Outline.Disc(radius) : Outlines.bar(random, radius);
        SceneObject spot = SceneObject.upright(outline, plain(radius, random.uniform(0.7, 1)), x, y);
        draw(spot);
        drawn.hide(List.of(spot));
        if (random.chance(0.6)) {
            lamp(x, y, radius * 0.5);
        }
    }

    /** Invisible warmth: of a hand on a wall, of a tyre on a street, of a person behind a bush. */
    void trace(double x, double y, double radius) {
        glow(x, y, radius, random.uniform(0.1, 0.6));
    }

    private void glow(double x, double y, double radius, double heat) {
        Canvas infrared = canvas.only(ThermalMaterials.HEAT, ThermalMaterials.HEAT + 1);
        Outline outline = Outlines.blob(random, radius, 0.1);
        float[] planes = infrared.planes[0];
        for (int pixel = 0; pixel < planes.length; pixel++) {
            double distance = outline.distance(pixel % canvas.width - x, pixel / canvas.width - y) / radius;
            if (distance < 0) {
                planes[pixel] += (float) (heat * Waves.step(0, 0.6, -distance) * (1 - planes[pixel]));
            }
        }
    }

    /** A lamp, far brighter than what it lights; the lens causes the glare. */
    private void lamp(double x, double y, double radius) {
        Canvas visible = canvas.only(0, ThermalMaterials.HEAT);
        double bright = random.logUniform(2, 40);
        Surface light = (px, py, channels) -> {
            channels[0] = (float) bright;
            channels[1] = (float) (bright * 0.9);
            channels[2] = (float) (bright * 0.7);
        };
        visible.draw(SceneObject.upright(new Outline.Disc(Math.max(radius, 0.7)), light, x, y), Place.UPON);
    }

    private Surface plain(double radius, double heat) {
        return materials.surface(random, radius, Math.max(heat, 0.02), Pattern.PLAIN);
    }

    private void draw(SceneObject object) {
        canvas.draw(object, Place.IN_FRONT);
    }
}
