package io.dynafuse.scenes;

import io.dynafuse.scenes.Canvas.Place;
import java.util.ArrayList;
import java.util.List;

/** Draws streets and fields with their heat: sky, ground, walls, trees, and things of any kind. For one thread. */
final class Street {
    /** Outdoor scenes. */
    static final Backdrop BACKDROP = (canvas, materials, dice) -> new Street(canvas, materials, dice).draw();

    private final Canvas canvas;
    private final ThermalMaterials materials;
    private final Dice dice;
    private final double size;
    private final double horizon;

    private Street(Canvas canvas, ThermalMaterials materials, Dice dice) {
        this.canvas = canvas;
        this.materials = materials;
        this.dice = dice;
        this.size = Math.min(canvas.width, canvas.height);
        this.horizon = canvas.height * dice.uniform(0.15, 0.6);
    }

    private double draw() {
        drawSkyAndGround();
        drawStanding();
        new DeadLeaves(materials).fill(canvas, dice);
        return horizon;
    }

    /** A third of the scenes is not open: leaves all over. */
    private void drawSkyAndGround() {
        if (dice.chance(0.35)) {
            return;
        }
        double wide = canvas.width;
        Surface ground = materials.surface(dice, 2 * wide, dice.uniform(0.2, 0.45), Pattern.PLAIN);
        double deep = canvas.height - horizon;
        for (int i = 0; i < 40; i++) {
            double radius = dice.radius(Math.max(1, 0.012 * size), 0.3 * size);
            Outline flat = new Outline.Ellipse(radius, radius * dice.uniform(0.15, 0.4));
            Surface patch = materials.surface(dice, radius);
            canvas.draw(
                    Thing.upright(flat, patch, dice.uniform(0, wide), horizon + deep * dice.uniform(0.1, 1.1)),
                    Place.BEHIND);
        }
        canvas.draw(
                Thing.upright(new Outline.Bar(wide, deep / 2 + 2, 0), ground, wide / 2, horizon + deep / 2 + 2),
                Place.BEHIND);
    }

    /** Buildings and trees, and the sky behind them. */
    private void drawStanding() {
        int count = dice.below(9);
        for (int i = 0; i < count; i++) {
            double radius = size * dice.uniform(0.08, 0.35);
            double x = dice.uniform(0, canvas.width);
            double y = horizon - radius * dice.uniform(0, 0.8);
            if (dice.chance(0.5)) {
                drawBuilding(x, y, radius);
            } else {
                drawTree(x, y, radius);
            }
        }
        if (dice.chance(0.6)) {
            canvas.draw(
                    Thing.upright(
                            new Outline.Bar(canvas.width, horizon / 2 + 1, 0), sky(), canvas.width / 2.0, horizon / 2),
                    Place.BEHIND);
        }
    }

    private void drawBuilding(double x, double y, double radius) {
        Pattern pattern = dice.chance(0.7) ? Pattern.bricks(dice) : Pattern.blotches(dice, materials.textures());
        Surface wall = materials.surface(dice, radius, dice.uniform(0.15, 0.5), pattern);
        canvas.draw(Thing.upright(new Outline.Bar(radius * dice.uniform(0.3, 1), radius, 0), wall, x, y), Place.BEHIND);
    }

    /** Clumps of leaves of a few colours, denser in the middle. */
    private void drawTree(double x, double y, double radius) {
        double heat = dice.uniform(0.15, 0.45);
        List<Surface> foliage = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            foliage.add(materials.surface(dice, radius / 3, heat * dice.uniform(0.8, 1.2), Pattern.PLAIN));
        }
        double smallest = Math.max(1, radius / 20);
        for (int i = 0; i < 200; i++) {
            Outline clump = Outlines.blob(dice, dice.radius(smallest, radius / 2), 0.2);
            double dx = 0.4 * radius * dice.normal();
            double dy = 0.4 * radius * dice.normal();
            canvas.draw(Thing.turned(clump, dice.pick(foliage), x + dx, y + dy, dice), Place.BEHIND);
        }
    }

    /** Cold, and blue or clouded. */
    private Surface sky() {
        double heat = dice.uniform(0.02, 0.12);
        double bright = dice.uniform(0.3, 0.9);
        double threshold = dice.uniform(-1.5, 1.5);
        double scale = 60 / size;
        double shift = dice.uniform(0, Textures.SIDE);
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
