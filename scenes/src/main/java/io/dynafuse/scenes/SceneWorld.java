package io.dynafuse.scenes;

/** The content that scenes are made of. Several threads may use it. */
interface SceneWorld {
    /** Draws one scene, in matching colours. */
    Painter painter(SceneRandom random);

    /** For one thread. */
    interface Painter {
        /** The background: without gaps, with three channels. */
        Canvas background(int width, int height, SceneRandom random);

        /** A picture without gaps and without depth, with three channels. */
        Canvas picture(int width, int height, SceneRandom random);

        /** One object, or a few that belong together, on a transparent picture with three channels. */
        Canvas cutout(int width, int height, SceneRandom random);
    }
}
