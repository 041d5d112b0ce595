package io.dynafuse.scenes;

import io.dynafuse.scenes.Canvas.Place;
import java.util.ArrayList;
import java.util.List;

/** Draws streets and fields with their heat: sky, ground, walls, trees, and objects of any kind. For one thread. */
final class Street {
    /** Outdoor scenes. */
    static final Background BACKDROP = (canvas, materials, random) -> new Street(canvas, materials, random).draw();

    private final Canvas canvas;
    private final ThermalMaterials materials;
    private final SceneRandom random;
    private final double size;
    private final double horizon;

    private Street(Canvas canvas, ThermalMaterials materials, SceneRandom random) {
        this.canvas = canvas;
        this.materials = materials;
        this.random = random;
        this.size = Math.min(canvas.width, canvas.height);
        this.horizon = canvas.height * random.uniform(0.15, 0.6);
    }

    private double draw() {
        drawSkyAndGround();
        drawStanding();
        new DeadLeaves(materials).fill(canvas, random);
        return horizon;
    }

    /** A third of the scenes has no open space, but leaves all over. */
    private void drawSkyAndGround() {
        if (random.chance(0.35)) {
            return;
        }
        double wide = canvas.width;
        Surface ground = materials.surface(random, 2 * wide, random.uniform(0.2, 0.45), Pattern.PLAIN);
        double deep = canvas.height - horizon;
        for (int i = 0; i < 40; i++) {
            double radius = random.radius(Math.max(1, 0.012 * size), 0.3 * size);
            Outline flat = new Outline.Ellipse(radius, radius * random.uniform(0.15, 0.4));
            Surface patch = materials.surface(random, radius);
            canvas.draw(
                    SceneObject.upright(
                            flat, patch, random.uniform(0, wide), horizon + deep * random.uniform(0.1, 1.1)),
                    Place.BEHIND);
        }
        canvas.draw(
                SceneObject.upright(new Outline.Bar(wide, deep / 2 + 2, 0), ground, wide / 2, horizon + deep / 2 + 2),
                Place.BEHIND);
    }

    /** Buildings and trees, and the sky behind them. */
    private void drawStanding() {
        int count = random.below(9);
        for (int i = 0; i < count; i++) {
            double radius = size * random.uniform(0.08, 0.35);
            double x = random.uniform(0, canvas.width);
            double y = horizon - radius * random.uniform(0, 0.8);
            if (random.chance(0.5)) {
                drawBuilding(x, y, radius);
            } else {
                drawTree(x, y, radius);
            }
        }
        if (random.chance(0.6)) {
            canvas.draw(
                    SceneObject.upright(
                            new Outline.Bar(canvas.width, horizon / 2 + 1, 0), sky(), canvas.width / 2.0, horizon / 2),
                    Place.BEHIND);
        }
    }

    private void drawBuilding(double x, double y, double radius) {
        Pattern pattern = random.chance(0.7) ? Pattern.bricks(random) : Pattern.blotches(random, materials.textures());
        Surface wall = materials.surface(random, radius, random.uniform(0.15, 0.5), pattern);
        canvas.draw(
                SceneObject.upright(new Outline.Bar(radius * random.uniform(0.3, 1), radius, 0), wall, x, y),
                Place.BEHIND);
    }

    /** Clumps of leaves of a few colours, denser in the middle. */
    private void drawTree(double x, double y, double radius) {
        double heat = random.uniform(0.15, 0.45);
        List<Surface> foliage = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            foliage.add(materials.surface(random, radius / 3, heat * random.uniform(0.8, 1.2), Pattern.PLAIN));
        }
        double smallest = Math.max(1, radius / 20);
        for (int i = 0; i < 200; i++) {
            Outline clump = Outlines.blob(random, random.radius(smallest, radius / 2), 0.2);
            double dx = 0.4 * radius * random.normal();
            double dy = 0.4 * radius * random.normal();
            canvas.draw(SceneObject.turned(clump, random.pick(foliage), x + dx, y + dy, random), Place.BEHIND);
        }
    }

    /** The sky: cold, and blue or cloudy. */
    private Surface sky() {
        double heat = random.uniform(0.02, 0.12);
        double bright = random.uniform(0.3, 0.9);
        double threshold = random.uniform(-1.5, 1.5);
        double scale = 60 / size;
        double shift = random.uniform(0, Textures.SIDE);
        Textures textures = materials.textures();
        return (x, y, channels) -> {
            double noise = textures.noise(textures.tiles() - 2, x * scale + shift, 2 * y * scale);
            double cloud = Waves.step(threshold - 1, threshold + 1, noise);
            channels[0] = (float) (bright * (0.35 + 0.6 * cloud));
            channels[1] = (float) (bright * (0.55 + 0.38 * cloud));
            channels[2] = (float) (bright * (0.95 - 0.02 * cloud));
            channels[ThermalMaterials.HEAT] = (float) (heat * (1 + 0.8 * cloud));
        };
    }
}
