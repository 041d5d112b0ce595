package io.dynafuse.scenes;

import io.dynafuse.task.Task;

/** Chooses the maker of scenes for a task. */
public final class SceneMakers {
    private SceneMakers() {}

    /** The maker of a task's scenes with two sources, from a seed alone; medical scenes are of MRI and CT. */
    public static SceneMaker of(Task task) {
        return of(task, 2);
    }

    /**
     * The maker of a task's scenes from a seed alone.
     *
     * @param sources of each scene: 2 to 16 exposures or focus planes, 2 for the other tasks
     * @throws IllegalArgumentException if the task has no scenes with this number of sources
     */
    public static SceneMaker of(Task task, int sources) {
        Textures textures = new Textures();
        return of(task, sources, textures, new ProceduralWorld(textures), Street.BACKDROP);
    }

    /**
     * The maker of a task's scenes of photographs, which should be sharp and well exposed. Objects at different depths are cut out of them
     * at random; light is added to them; for infrared, each colour gets a heat.
     *
     * @param sources as in {@link #of(Task, int)}
     * @throws IllegalArgumentException if the task has no scenes with this number of sources, or is {@link Task#MEDICAL}
     */
    public static SceneMaker ofPhotographs(Task task, int sources, Photographs photographs) {
        if (task == Task.MEDICAL) {
            throw new IllegalArgumentException("medical scenes are not made of photographs");
        }
        PhotographWorld world = new PhotographWorld(photographs, new LinearLight());
        return of(task, sources, new Textures(), world, new PhotographBackground(world));
    }

    /** The maker of visible-infrared scenes that show what is asked for, from a seed alone. */
    public static SceneMaker outdoors(Outdoors outdoors) {
        return new VisibleInfraredSceneMaker(new Textures(), Street.BACKDROP, outdoors);
    }

    /** The maker of medical scenes of one pair of modalities. */
    public static SceneMaker medical(MedicalPair pair) {
        return new MedicalSceneMaker(new Textures(), pair);
    }

    private static SceneMaker of(Task task, int sources, Textures textures, SceneWorld world, Background background) {
        return switch (task) {
            case MULTI_FOCUS -> new FocusSceneMaker(world, sources);
            case MULTI_EXPOSURE -> new ExposureSceneMaker(world, sources);
            case VISIBLE_INFRARED -> {
                SceneSizes.requireSources(sources, 2);
                yield new VisibleInfraredSceneMaker(textures, background, Outdoors.USUAL);
            }
            case MEDICAL -> {
                SceneSizes.requireSources(sources, 2);
                yield new MedicalSceneMaker(textures, MedicalPair.MRI_CT);
            }
        };
    }
}
