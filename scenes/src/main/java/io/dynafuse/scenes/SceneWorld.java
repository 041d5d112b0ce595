package io.dynafuse.scenes;

/** What scenes are made of. May be used by several threads. */
interface SceneWorld {
    /** Draws one scene, in colours that go together. */
    Painter painter(Dice dice);

    /** For one thread. */
    interface Painter {
        /** What is behind everything: without gaps, of three channels. */
        Canvas background(int width, int height, Dice dice);

        /** A picture without gaps that needs no depth, of three channels. */
        Canvas picture(int width, int height, Dice dice);

        /** One thing, or a few that belong together, on a transparent picture of three channels. */
        Canvas cutout(int width, int height, Dice dice);
    }
}
