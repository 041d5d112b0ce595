package io.dynafuse.scenes;

import io.dynafuse.scenes.Canvas.Place;

/** Draws what stands out of a visible-infrared scene: signs, people, cars and other warm things, twigs. For one thread. */
final class Foreground {
    private final Canvas canvas;
    private final ThermalMaterials materials;
    private final Dice dice;
    private final double horizon;
    private final double size;

    /** @param horizon the row below which things stand, in pixels */
    Foreground(Canvas canvas, ThermalMaterials materials, Dice dice, double horizon) {
        this.canvas = canvas;
        this.materials = materials;
        this.dice = dice;
        this.horizon = horizon;
        this.size = Math.min(canvas.width, canvas.height);
    }

    void draw() {
        drawSigns();
        drawWarmThings();
        drawFront();
    }

    /** Paint and writing, which have no temperature of their own. */
    private void drawSigns() {
        Canvas paint = canvas.only(0, ThermalMaterials.HEAT);
        int count = dice.below(6);
        for (int i = 0; i < count; i++) {
            double radius = size * dice.logUniform(0.03, 0.2);
            Pattern writing = dice.chance(0.6) ? Pattern.writing(dice, materials.textures()) : Pattern.grating(dice);
            Surface four = materials.surface(dice, radius, 0, writing);
            float[] all = new float[ThermalMaterials.HEAT + 1];
            Surface three = (x, y, channels) -> {
                four.at(x, y, all);
                System.arraycopy(all, 0, channels, 0, channels.length);
            };
            paint.draw(
                    Thing.upright(
                            Outlines.bar(dice, radius),
                            three,
                            dice.uniform(0, canvas.width),
                            dice.uniform(0, canvas.height)),
                    Place.UPON);
        }
    }

    private void drawWarmThings() {
        WarmThings things = new WarmThings(canvas, materials, dice);
        int count = dice.below(6);
        for (int i = 0; i < count; i++) {
            double x = dice.uniform(0, canvas.width);
            double near = dice.uniform(0, 1);
            double foot = horizon + (canvas.height - horizon) * (0.2 + 0.9 * near);
            double height = size * (0.12 + 0.4 * near * dice.uniform(0.6, 1));
            double kind = dice.uniform(0, 1);
            if (kind < 0.55) {
                things.person(x, foot, height);
            } else if (kind < 0.8) {
                things.car(x, foot, height);
            } else {
                things.hotSpot(x, foot - height, height * 0.2);
            }
        }
        int traces = dice.below(3);
        for (int i = 0; i < traces; i++) {
            things.trace(
                    dice.uniform(0, canvas.width), dice.uniform(0, canvas.height), size * dice.logUniform(0.03, 0.15));
        }
    }

    /** Twigs and poles in front of all. */
    private void drawFront() {
        int count = dice.below(3) * dice.below(5);
        for (int i = 0; i < count; i++) {
            double length = size * dice.uniform(0.2, 0.8);
            Outline strand = Outlines.strand(dice, length, dice.logUniform(0.5, 2.5));
            Surface surface = materials.surface(dice, length, dice.uniform(0.1, 0.4), Pattern.PLAIN);
            canvas.draw(
                    Thing.turned(strand, surface, dice.uniform(0, canvas.width), dice.uniform(0, canvas.height), dice),
                    Place.IN_FRONT);
        }
    }
}
