package io.dynafuse.scenes;

/** An object: an outline and a surface at a place of a picture. */
record SceneObject(Outline outline, Surface surface, double x, double y, double cosine, double sine) {
    /** The object rotated by a random angle. */
    static SceneObject turned(Outline outline, Surface surface, double x, double y, SceneRandom random) {
        double angle = random.angle();
        return new SceneObject(outline, surface, x, y, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    static SceneObject upright(Outline outline, Surface surface, double x, double y) {
        return new SceneObject(outline, surface, x, y, 1, 0);
    }

    /** How far from its place it can cover pixels. */
    double reach() {
        return outline.outerRadius() + 1;
    }

    /** Where a pixel lies in the object's own coordinates. */
    double ownX(int pixelX, int pixelY) {
        return (pixelX - x) * cosine + (pixelY - y) * sine;
    }

    /** Likewise. */
    double ownY(int pixelX, int pixelY) {
        return (pixelY - y) * cosine - (pixelX - x) * sine;
    }

    /** How much of a pixel it covers, in [0,1]. */
    double coverage(int pixelX, int pixelY) {
        double part = 0.5 - outline.distance(ownX(pixelX, pixelY), ownY(pixelX, pixelY));
        return Math.min(Math.max(part, 0), 1);
    }
}
