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
}
