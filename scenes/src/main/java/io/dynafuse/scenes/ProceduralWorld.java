package io.dynafuse.scenes;

/** Things of random outlines and surfaces. */
record ProceduralWorld(Textures textures) implements SceneWorld {
    @Override
    public Painter painter(Dice dice) {
        return new ProceduralPainter(new Materials(textures, dice));
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
        public Canvas background(int width, int height, Dice dice) {
            Canvas canvas = new Canvas(width, height, 3);
            leaves.fill(canvas, dice);
            return canvas;
        }

        @Override
        public Canvas picture(int width, int height, Dice dice) {
            Canvas canvas = background(width, height, dice);
            int things = dice.below(MOST_THINGS + 1);
            for (int i = 0; i < things; i++) {
                canvas.lay(cutout(width, height, dice));
            }
            return canvas;
        }

        @Override
        public Canvas cutout(int width, int height, Dice dice) {
            Canvas canvas = new Canvas(width, height, 3);
            double size = Math.min(width, height);
            double x = dice.uniform(0, width);
            double y = dice.uniform(0, height);
            if (dice.chance(0.2)) {
                drawTuft(canvas, dice, x, y, size * dice.uniform(0.2, 0.7));
            } else {
                double radius = dice.radius(0.12 * size, 0.6 * size);
                Thing thing = Thing.turned(Outlines.any(dice, radius), materials.surface(dice, radius), x, y, dice);
                canvas.draw(thing, Canvas.Place.IN_FRONT);
                leaves.decorate(canvas, dice, x, y, radius);
            }
            return canvas;
        }

        /** Hairs, grass, twigs or wires that start near each other. */
        private void drawTuft(Canvas canvas, Dice dice, double x, double y, double length) {
            int strands = 1 + dice.below(14);
            double halfWidth = dice.logUniform(0.4, 2.5);
            for (int i = 0; i < strands; i++) {
                Outline strand =
                        Outlines.strand(dice, length * dice.uniform(0.5, 1), halfWidth * dice.uniform(0.7, 1.3));
                Surface surface = materials.surface(dice, length, Pattern.PLAIN);
                double spread = length * 0.15;
                canvas.draw(
                        Thing.turned(strand, surface, x + spread * dice.normal(), y + spread * dice.normal(), dice),
                        Canvas.Place.IN_FRONT);
            }
        }
    }
}
