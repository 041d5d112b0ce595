package io.dynafuse.scenes;

/** Random outlines of a size. */
final class Outlines {
    private static final int STRAND_POINTS = 6;

    private Outlines() {}

    /** Any kind. */
    static Outline any(Dice dice, double radius) {
        double kind = dice.uniform(0, 1);
        if (kind < 0.3) {
            return blob(dice, radius, 0.12);
        }
        if (kind < 0.5) {
            return new Outline.Ellipse(radius, radius * dice.uniform(0.35, 1));
        }
        if (kind < 0.72) {
            return polygon(dice, radius);
        }
        if (kind < 0.85) {
            return bar(dice, radius);
        }
        return kind < 0.93 ? new Outline.Disc(radius) : strand(dice, 2 * radius, Math.max(0.5, radius / 12));
    }

    /** Long and narrow, or a box. */
    static Outline bar(Dice dice, double radius) {
        double narrow = radius * dice.logUniform(0.12, 1);
        return new Outline.Bar(radius, narrow, narrow * (dice.chance(0.5) ? 0 : dice.uniform(0, 1)));
    }

    /** Of 3 to 7 sides. */
    static Outline polygon(Dice dice, double radius) {
        int sides = 3 + dice.below(5);
        double[] nx = new double[sides];
        double[] ny = new double[sides];
        double[] offset = new double[sides];
        for (int i = 0; i < sides; i++) {
            double angle = 2 * StrictMath.PI * (i + dice.uniform(-0.3, 0.3)) / sides;
            nx[i] = StrictMath.cos(angle);
            ny[i] = StrictMath.sin(angle);
            offset[i] = radius * dice.uniform(0.45, 0.9);
        }
        return new Outline.Polygon(nx, ny, offset, radius * 1.5);
    }

    /** @param roughness how much the radius of the slowest wave goes up and down; those of faster waves less */
    static Outline blob(Dice dice, double radius, double roughness) {
        int waves = 2 + dice.below(radius < 6 ? 2 : 8);
        double[] cosines = new double[waves];
        double[] sines = new double[waves];
        for (int i = 0; i < waves; i++) {
            cosines[i] = dice.normal() * roughness / (1 + 0.5 * i);
            sines[i] = dice.normal() * roughness / (1 + 0.5 * i);
        }
        return new Outline.Blob(radius, cosines, sines);
    }

    /** A hair, a twig or a wire that starts in the origin. */
    static Outline strand(Dice dice, double length, double halfWidth) {
        double[] x = new double[STRAND_POINTS];
        double[] y = new double[STRAND_POINTS];
        double angle = dice.angle();
        double bend = dice.normal() * 0.25;
        double step = length / (STRAND_POINTS - 1);
        for (int i = 1; i < STRAND_POINTS; i++) {
            x[i] = x[i - 1] + step * StrictMath.cos(angle);
            y[i] = y[i - 1] + step * StrictMath.sin(angle);
            angle += bend;
        }
        return new Outline.Strand(x, y, halfWidth, length + halfWidth);
    }
}
