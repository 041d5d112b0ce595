package io.dynafuse.scenes;

/** Objects with random outlines and surfaces. */
record ProceduralWorld(Textures textures) implements SceneWorld {
    @Override
    public Painter painter(SceneRandom random) {
        return new ProceduralPainter(new Materials(textures, random));
    }

    private static final class ProceduralPainter implements Painter {
        private static final int MOST_THINGS = 7;

        private final Materials materials;
        private final DeadLeaves leaves;

        ProceduralPainter(Materials materials) {
            this.materials = materials;
            this.leaves = new DeadLeaves(materials);
        }

        @Override
        public Canvas background(int width, int height, SceneRandom random) {
            Canvas canvas = new Canvas(width, height, 3);
            leaves.fill(canvas, random);
            return canvas;
        }

        @Override
        public Canvas picture(int width, int height, SceneRandom random) {
            Canvas canvas = background(width, height, random);
            int objects = random.below(MOST_THINGS + 1);
            for (int i = 0; i < objects; i++) {
                canvas.lay(cutout(width, height, random));
            }
            return canvas;
        }

        @Override
        public Canvas cutout(int width, int height, SceneRandom random) {
            Canvas canvas = new Canvas(width, height, 3);
            double size = Math.min(width, height);
            double x = random.uniform(0, width);
            double y = random.uniform(0, height);
            if (random.chance(0.2)) {
                drawTuft(canvas, random, x, y, size * random.uniform(0.2, 0.7));
            } else {
                double radius = random.radius(0.12 * size, 0.6 * size);
                SceneObject object = SceneObject.turned(
                        Outlines.any(random, radius), materials.surface(random, radius), x, y, random);
                canvas.draw(object, Canvas.Place.IN_FRONT);
                leaves.decorate(canvas, random, x, y, radius);
            }
            return canvas;
        }

        /** Hairs, blades of grass, twigs or wires that start near each other. */
        private void drawTuft(Canvas canvas, SceneRandom random, double x, double y, double length) {
            int strands = 1 + random.below(14);
            double halfWidth = random.logUniform(0.4, 2.5);
            for (int i = 0; i < strands; i++) {
                Outline strand =
                        Outlines.strand(random, length * random.uniform(0.5, 1), halfWidth * random.uniform(0.7, 1.3));
                Surface surface = materials.surface(random, length, Pattern.PLAIN);
                double spread = length * 0.15;
                canvas.draw(
                        SceneObject.turned(
                                strand, surface, x + spread * random.normal(), y + spread * random.normal(), random),
                        Canvas.Place.IN_FRONT);
            }
        }
    }
}
