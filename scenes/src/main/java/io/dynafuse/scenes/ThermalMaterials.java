package io.dynafuse.scenes;

/**
 * Surfaces of four channels: what they reflect in red, green and blue, and what they radiate themselves. Most of what is painted on a thing
 * does not change its temperature; where things meet, both change.
 */
final class ThermalMaterials implements Surfaces {
    /** The channel of radiated heat. */
    static final int HEAT = 3;

    private final Materials materials;
    private final double spread;

    ThermalMaterials(Textures textures, Dice dice) {
        this.materials = new Materials(textures, dice);
        this.spread = dice.logUniform(0.04, 0.15);
    }

    /** At about the temperature of the surroundings. */
    @Override
    public Surface surface(Dice dice, double radius) {
        return surface(dice, radius, Math.max(0.3 + spread * dice.normal(), 0.03));
    }

    /** @param heat in the middle of the range of gray levels at 0.5, as bright as it gets at 1 */
    Surface surface(Dice dice, double radius, double heat) {
        Pattern pattern = Pattern.any(dice, materials.textures(), radius);
        return surface(dice, radius, heat, pattern);
    }

    /** One of a given pattern. */
    Surface surface(Dice dice, double radius, double heat, Pattern pattern) {
        Surface visible = materials.surface(dice, radius, pattern);
        Materials.Relief relief = materials.relief(dice, radius);
        double evenness = dice.uniform(0.2, 0.7);
        double painted = dice.chance(0.3) ? dice.uniform(-0.3, 0.3) : 0;
        return (x, y, channels) -> {
            visible.at(x, y, channels);
            double own = 1 + evenness * (relief.at(x, y) - 1);
            channels[HEAT] = (float) (heat * own * (1 + painted * pattern.at(x, y)));
        };
    }

    Textures textures() {
        return materials.textures();
    }
}
