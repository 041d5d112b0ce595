package io.dynafuse.scenes;

import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * Slices through heads as different machines see them: MRI shows soft tissue and no bone, CT bone and hardly any soft tissue, PET where
 * sugar is consumed, blurred and in false colours. All are made from one {@link HeadPhantom}. The anatomy is invented; there is no known truth.
 */
record MedicalSceneMaker(Textures textures, MedicalPair pair) implements SceneMaker {
    @Override
    public Task task() {
        return Task.MEDICAL;
    }

    @Override
    public List<String> roles() {
        return pair.roles();
    }

    @Override
    public SyntheticScene make(int width, int height, long seed) {
        SceneSizes.require(width, height);
        SceneRandom random = new SceneRandom(seed);
        HeadPhantom head = HeadPhantom.random(textures, width, height, random.split());
        Scanner scanner = new Scanner(textures, head, width, height);
        Image structure = gray(width, height, scanner.magneticResonance(random.split()));
        Image other = pair == MedicalPair.MRI_CT
                ? gray(width, height, scanner.tomography(random.split()))
                : coloured(width, height, scanner.emission(random.split()));
        return new SyntheticScene(task(), roles(), List.of(structure, other), Optional.empty());
    }

    private static Image gray(int width, int height, float[] values) {
        return Image.of(width, height, 1, values, SampleDepth.BITS_8);
    }

    private static Image coloured(int width, int height, float[] activity) {
        float[] values = new float[3 * activity.length];
        for (int i = 0; i < activity.length; i++) {
            for (int c = 0; c < 3; c++) {
                values[c * activity.length + i] = FalseColours.of(activity[i], c);
            }
        }
        return Image.of(width, height, 3, values, SampleDepth.BITS_8);
    }
}
