package io.dynafuse.scenes;

/**
 * Fills pictures with objects that hide each other, whose radii have a density that falls with the third power: the model of the statistics of
 * natural images of A. B. Lee, D. Mumford and J. Huang, "Occlusion models for natural images", International Journal of Computer Vision
 * 41 (2001). Photographs are less crowded at the small end, so each picture has its own smallest radius.
 */
final class DeadLeaves {
    private static final double SMALLEST = 1;
    /** Nearly everything is covered; the last gaps would take as many leaves again. */
    private static final double ENOUGH = 0.995;

    private static final double MOST_LAYERS = 1.5;

    private final Surfaces surfaces;

    DeadLeaves(Surfaces surfaces) {
        this.surfaces = surfaces;
    }

    /** Covers a whole picture. */
    void fill(Canvas canvas, SceneRandom random) {
        double largest = 0.5 * Math.min(canvas.width, canvas.height);
        double smallest = Math.min(random.logUniform(SMALLEST, Math.max(8, largest / 8)), largest / 2);
        int round = Math.max(40, canvas.coverage.length / 400);
        for (int i = 0; i < 12 && canvas.coveredShare() < ENOUGH; i++) {
            for (int leaf = 0; leaf < round; leaf++) {
                canvas.draw(leaf(canvas, random, random.radius(smallest, largest)), Canvas.Place.BEHIND);
            }
        }
        double all = canvas.width + canvas.height;
        Surface ground = surfaces.surface(random, all);
        canvas.draw(
                SceneObject.turned(new Outline.Disc(all), ground, canvas.width / 2.0, canvas.height / 2.0, random),
                Canvas.Place.BEHIND);
    }

    /**
     * Draws smaller objects on an existing one: none, some, or many.
     *
     * @param x its centre, in pixels
     * @param y likewise
     * @param radius in pixels
     */
    void decorate(Canvas canvas, SceneRandom random, double x, double y, double radius) {
        double smallest = Math.min(random.logUniform(SMALLEST, 6), radius / 3);
        double largest = Math.max(radius * 0.5, smallest * 2);
        int leaves = (int) (layers(random) * 4 * radius * radius / meanArea(smallest, largest));
        for (int i = 0; i < leaves; i++) {
            double small = random.radius(smallest, largest);
            SceneObject leaf = SceneObject.turned(
                    Outlines.any(random, small),
                    surfaces.surface(random, small),
                    x + random.uniform(-radius, radius),
                    y + random.uniform(-radius, radius),
                    random);
            canvas.draw(leaf, Canvas.Place.UPON);
        }
    }

    /** How often a place is drawn on. */
    private static double layers(SceneRandom random) {
        double kind = random.uniform(0, 1);
        if (kind < 0.3) {
            return 0;
        }
        return kind < 0.6 ? random.uniform(0, 0.3) : random.uniform(0.3, MOST_LAYERS);
    }

    /** The mean area of discs whose radii have a density that falls with the third power. */
    private static double meanArea(double smallest, double largest) {
        double most = 1 / (smallest * smallest);
        double least = 1 / (largest * largest);
        return 2 * StrictMath.PI * StrictMath.log(largest / smallest) / (most - least);
    }

    private SceneObject leaf(Canvas canvas, SceneRandom random, double radius) {
        return SceneObject.turned(
                Outlines.any(random, radius),
                surfaces.surface(random, radius),
                random.uniform(-radius, canvas.width + radius),
                random.uniform(-radius, canvas.height + radius),
                random);
    }
}
