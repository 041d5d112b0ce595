package io.dynafuse.training.scene;

import io.dynafuse.model.Task;

/** The makers of scenes. */
public final class SceneMakers {
    private SceneMakers() {}

    /** The maker of a task's scenes, of two sources, from nothing but a seed. */
    public static SceneMaker of(Task task) {
        return of(task, 2);
    }

    /**
     * The maker of a task's scenes from nothing but a seed.
     *
     * @param sources of each scene: 2 to 16 exposures or focus planes, 2 of the other tasks
     * @throws IllegalArgumentException if the task has no scenes of so many sources
     */
    public static SceneMaker of(Task task, int sources) {
        SceneWorld world = new ProceduralWorld(new Textures());
        return switch (task) {
            case MULTI_FOCUS -> new FocusSceneMaker(world, sources);
            case MULTI_EXPOSURE -> new ExposureSceneMaker(world, sources);
            case VISIBLE_INFRARED, MEDICAL ->
                throw new IllegalArgumentException("there are no scenes of " + task + " yet");
        };
    }
}
