package io.dynafuse.scenes;

/** Random outlines of a size. */
final class Outlines {
    private static final int STRAND_POINTS = 6;

    private Outlines() {}

    /** An outline of any kind. */
    static Outline any(SceneRandom random, double radius) {
        double kind = random.uniform(0, 1);
        if (kind < 0.3) {
            return blob(random, radius, 0.12);
        }
        if (kind < 0.5) {
            return new Outline.Ellipse(radius, radius * random.uniform(0.35, 1));
        }
        if (kind < 0.72) {
            return polygon(random, radius);
        }
        if (kind < 0.85) {
            return bar(random, radius);
        }
        return kind < 0.93 ? new Outline.Disc(radius) : strand(random, 2 * radius, Math.max(0.5, radius / 12));
    }

    /** Long and narrow, or a box. */
    static Outline bar(SceneRandom random, double radius) {
        double narrow = radius * random.logUniform(0.12, 1);
        return new Outline.Bar(radius, narrow, narrow * (random.chance(0.5) ? 0 : random.uniform(0, 1)));
    }

    /** A polygon with 3 to 7 sides. */
    static Outline polygon(SceneRandom random, double radius) {
        int sides = 3 + random.below(5);
        double[] nx = new double[sides];
        double[] ny = new double[sides];
        double[] offset = new double[sides];
        for (int i = 0; i < sides; i++) {
            double angle = 2 * StrictMath.PI * (i + random.uniform(-0.3, 0.3)) / sides;
            nx[i] = StrictMath.cos(angle);
            ny[i] = StrictMath.sin(angle);
            offset[i] = radius * random.uniform(0.45, 0.9);
        }
        return new Outline.Polygon(nx, ny, offset, radius * 1.5);
    }

    /** @param roughness the amplitude of the slowest wave of the radius; faster waves have smaller ones */
    static Outline blob(SceneRandom random, double radius, double roughness) {
        int waves = 2 + random.below(radius < 6 ? 2 : 8);
        double[] cosines = new double[waves];
        double[] sines = new double[waves];
        for (int i = 0; i < waves; i++) {
            cosines[i] = random.normal() * roughness / (1 + 0.5 * i);
            sines[i] = random.normal() * roughness / (1 + 0.5 * i);
        }
        return new Outline.Blob(radius, cosines, sines);
    }

    /** A hair, a twig or a wire that starts at the origin. */
    static Outline strand(SceneRandom random, double length, double halfWidth) {
        double[] x = new double[STRAND_POINTS];
        double[] y = new double[STRAND_POINTS];
        double angle = random.angle();
        double bend = random.normal() * 0.25;
        double step = length / (STRAND_POINTS - 1);
        for (int i = 1; i < STRAND_POINTS; i++) {
            x[i] = x[i - 1] + step * StrictMath.cos(angle);
            y[i] = y[i - 1] + step * StrictMath.sin(angle);
            angle += bend;
        }
        return new Outline.Strand(x, y, halfWidth, length + halfWidth);
    }
}
