package io.dynafuse.training.scene;

import io.dynafuse.model.Task;

/** The makers of scenes. */
public final class SceneMakers {
    private SceneMakers() {}

    /** The maker of a task's scenes, of two sources, from nothing but a seed; of MRI and CT, where they are medical. */
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
        Textures textures = new Textures();
        SceneWorld world = new ProceduralWorld(textures);
        return switch (task) {
            case MULTI_FOCUS -> new FocusSceneMaker(world, sources);
            case MULTI_EXPOSURE -> new ExposureSceneMaker(world, sources);
            case VISIBLE_INFRARED -> {
                SceneSizes.requireSources(sources, 2);
                yield new VisibleInfraredSceneMaker(textures);
            }
            case MEDICAL -> {
                SceneSizes.requireSources(sources, 2);
                yield medical(MedicalPair.MRI_CT);
            }
        };
    }

    /** The maker of medical scenes of one pair of modalities. */
    public static SceneMaker medical(MedicalPair pair) {
        return new MedicalSceneMaker(new Textures(), pair);
    }
}
