package io.dynafuse.scenes;

/** Draws what a visible-infrared scene has besides warm things. May be used by several threads. */
interface Backdrop {
    /**
     * Covers a picture of four channels, the last of them heat.
     *
     * @param materials to draw with
     * @return the row below which things stand on the ground, in pixels
     */
    double draw(Canvas canvas, ThermalMaterials materials, Dice dice);
}
