package io.dynafuse.scenes;

/** Draws the background of a visible-infrared scene, that is, all but warm objects. Several threads may use it. */
interface Background {
    /**
     * Covers a picture of four channels, the last of them heat.
     *
     * @param materials to draw with
     * @return the row below which objects stand on the ground, in pixels
     */
    double draw(Canvas canvas, ThermalMaterials materials, SceneRandom random);
}
