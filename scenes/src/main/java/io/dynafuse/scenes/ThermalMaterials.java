package io.dynafuse.scenes;

/**
 * Surfaces with four channels: their reflectance in red, green and blue, and the heat that they radiate. Most paint on an object does not
 * change its temperature; at the border of two objects, both change.
 */
final class ThermalMaterials implements Surfaces {
    /** The channel of radiated heat. */
    static final int HEAT = 3;

    private final Materials materials;
    private final double spread;

    ThermalMaterials(Textures textures, SceneRandom random) {
        this.materials = new Materials(textures, random);
        this.spread = random.logUniform(0.04, 0.15);
    }

    /** A surface at about the temperature of the surroundings. */
    @Override
    public Surface surface(SceneRandom random, double radius) {
        return surface(random, radius, Math.max(0.3 + spread * random.normal(), 0.03));
    }

    /** @param heat 0.5 is the middle of the range of gray levels, 1 the brightest */
    Surface surface(SceneRandom random, double radius, double heat) {
        Pattern pattern = Pattern.any(random, materials.textures(), radius);
        return surface(random, radius, heat, pattern);
    }

    /** A surface with a given pattern. */
    Surface surface(SceneRandom random, double radius, double heat, Pattern pattern) {
        Surface visible = materials.surface(random, radius, pattern);
        Materials.Relief relief = materials.relief(random, radius);
        double evenness = random.uniform(0.2, 0.7);
        double painted = random.chance(0.3) ? random.uniform(-0.3, 0.3) : 0;
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
