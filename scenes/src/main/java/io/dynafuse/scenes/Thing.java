package io.dynafuse.scenes;

/** An outline and a surface at a place of a picture. */
record Thing(Outline outline, Surface surface, double x, double y, double cosine, double sine) {
    /** Turned by a random angle. */
    static Thing turned(Outline outline, Surface surface, double x, double y, Dice dice) {
        double angle = dice.angle();
        return new Thing(outline, surface, x, y, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    static Thing upright(Outline outline, Surface surface, double x, double y) {
        return new Thing(outline, surface, x, y, 1, 0);
    }
}
