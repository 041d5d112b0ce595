package io.dynafuse.scenes;

/**
 * A slice through a head, seen from below: skin, skull, the brain's folds, its ventricles and nuclei, and sometimes a tumour. For one thread.
 */
final class HeadPhantom {
    private static final double FALX = 0.008;

    private final Textures textures;
    private final double centreX;
    private final double centreY;
    private final double cosine;
    private final double sine;
    private final double size;
    private final Outline head;
    private final double skin;
    private final double bone;
    private final double folding;
    private final double shift;
    private final Outline ventricle;
    private final Outline nucleus;
    private final Tumour tumour;

    private HeadPhantom(Textures textures, int width, int height, SceneRandom random) {
        this.textures = textures;
        this.size = Math.min(width, height) * random.uniform(0.4, 0.48);
        this.centreX = width / 2.0 + 0.02 * size * random.normal();
        this.centreY = height / 2.0 + 0.02 * size * random.normal();
        double tilt = 0.06 * random.normal();
        this.cosine = StrictMath.cos(tilt);
        this.sine = StrictMath.sin(tilt);
        this.head = head(random);
        this.skin = random.uniform(0.03, 0.07);
        this.bone = random.uniform(0.05, 0.1);
        this.folding = random.uniform(0.8, 1.5);
        this.shift = random.uniform(0, Textures.SIDE);
        this.ventricle = new Outline.Ellipse(random.uniform(0.03, 0.09), random.uniform(0.15, 0.3));
        this.nucleus = new Outline.Ellipse(random.uniform(0.05, 0.1), random.uniform(0.09, 0.15));
        this.tumour = Tumour.random(random);
    }

    static HeadPhantom random(Textures textures, int width, int height, SceneRandom random) {
        return new HeadPhantom(textures, width, height, random);
    }

    /** Longer than wide, and nearly symmetric. */
    private static Outline head(SceneRandom random) {
        double[] cosines = new double[4];
        double[] sines = new double[4];
        // The first wave has two periods.
        cosines[0] = random.uniform(-0.13, -0.07);
        for (int i = 1; i < cosines.length; i++) {
            cosines[i] = 0.003 * random.normal();
            sines[i] = 0.005 * random.normal();
        }
        return new Outline.Blob(0.88, cosines, sines);
    }

    /** The tissue at a place. */
    enum Tissue {
        AIR,
        SKIN,
        BONE,
        MARROW,
        FLUID,
        GRAY_MATTER,
        WHITE_MATTER,
        TUMOUR,
        TUMOUR_CORE
    }

    /** @param pixelX of the image, fractions allowed */
    Tissue at(double pixelX, double pixelY) {
        double dx = (pixelX - centreX) / size;
        double dy = (pixelY - centreY) / size;
        double x = dx * cosine + dy * sine;
        double y = dy * cosine - dx * sine;
        double depth = -head.distance(x, y);
        if (depth < skin + bone) {
            return outside(depth);
        }
        double below = depth - skin - bone;
        Tissue lesion = tumour.at(x, y);
        return lesion == Tissue.AIR ? brain(x, y, below) : lesion;
    }

    private Tissue outside(double depth) {
        if (depth < 0) {
            return Tissue.AIR;
        }
        if (depth < skin) {
            return Tissue.SKIN;
        }
        double share = (depth - skin) / bone;
        return share > 0.35 && share < 0.7 ? Tissue.MARROW : Tissue.BONE;
    }

    private Tissue brain(double x, double y, double below) {
        double furrow = furrow(x, y);
        double gap = Math.abs(x + 0.01 * Waves.sine(2 * y)) - FALX;
        if (below < 0.015 + 0.02 * furrow || gap < 0 && Math.abs(y) > 0.28) {
            return Tissue.FLUID;
        }
        double side = Math.abs(x);
        double bent = side - 0.09 - 0.5 * y * y;
        if (ventricle.distance(bent, y - 0.02) < 0) {
            return Tissue.FLUID;
        }
        if (nucleus.distance(side - 0.24, y - 0.05) < 0) {
            return Tissue.GRAY_MATTER;
        }
        double fromFluid = Math.min(below, Math.abs(y) > 0.28 ? 2 * gap : 1);
        return folds(furrow, fromFluid);
    }

    /** Furrows are deep near the surface and lined with gray matter. */
    private static Tissue folds(double furrow, double fromFluid) {
        double reach = Math.max(0, 1 - fromFluid / 0.4);
        if (furrow > 1 - 0.2 * reach) {
            return Tissue.FLUID;
        }
        return furrow > 1 - 0.85 * reach || fromFluid < 0.06 ? Tissue.GRAY_MATTER : Tissue.WHITE_MATTER;
    }

    /** 1 in the middle of a furrow, which is where smooth noise crosses 0, falling to 0 or below. */
    private double furrow(double x, double y) {
        double scale = 520 * folding;
        double noise = textures.noise(textures.tiles() - 1, Math.abs(x) * scale + shift, y * scale + (x < 0 ? 3 : 0));
        return 1 - 1.6 * Math.abs(noise);
    }

    /** A tumour with or without a core. */
    private record Tumour(Outline outline, double x, double y, double core) {
        static Tumour random(SceneRandom random) {
            double radius = random.chance(0.4) ? random.uniform(0.05, 0.18) : 0.0;
            double side = random.chance(0.5) ? 1 : -1;
            return new Tumour(
                    Outlines.blob(random, radius, 0.12),
                    side * random.uniform(0.15, 0.4),
                    random.uniform(-0.4, 0.4),
                    random.uniform(0.2, 0.6) * radius);
        }

        Tissue at(double px, double py) {
            double distance = outline.distance(px - x, py - y);
            if (distance >= 0 || outline.outerRadius() == 0) {
                return Tissue.AIR;
            }
            return distance < -core ? Tissue.TUMOUR_CORE : Tissue.TUMOUR;
        }
    }
}
