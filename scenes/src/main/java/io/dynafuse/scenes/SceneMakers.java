package io.dynafuse.scenes;

import io.dynafuse.task.Task;

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
        return of(task, sources, textures, new ProceduralWorld(textures), Street.BACKDROP);
    }

    /**
     * The maker of a task's scenes of photographs, which should be sharp and well exposed. What lies at different depths is cut out of them
     * at random; light is laid over them; for infrared, each colour is given a heat.
     *
     * @param sources as in {@link #of(Task, int)}
     * @throws IllegalArgumentException if the task has no scenes of so many sources, or is {@link Task#MEDICAL}
     */
    public static SceneMaker ofPhotographs(Task task, int sources, Photographs photographs) {
        if (task == Task.MEDICAL) {
            throw new IllegalArgumentException("medical scenes are not made of photographs");
        }
        PhotographWorld world = new PhotographWorld(photographs, new LinearLight());
        return of(task, sources, new Textures(), world, new PhotographBackdrop(world));
    }

    /** The maker of medical scenes of one pair of modalities. */
    public static SceneMaker medical(MedicalPair pair) {
        return new MedicalSceneMaker(new Textures(), pair);
    }

    private static SceneMaker of(Task task, int sources, Textures textures, SceneWorld world, Backdrop backdrop) {
        return switch (task) {
            case MULTI_FOCUS -> new FocusSceneMaker(world, sources);
            case MULTI_EXPOSURE -> new ExposureSceneMaker(world, sources);
            case VISIBLE_INFRARED -> {
                SceneSizes.requireSources(sources, 2);
                yield new VisibleInfraredSceneMaker(textures, backdrop);
            }
            case MEDICAL -> {
                SceneSizes.requireSources(sources, 2);
                yield new MedicalSceneMaker(textures, MedicalPair.MRI_CT);
            }
        };
    }
}
