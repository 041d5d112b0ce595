package io.dynafuse.cli;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.Region;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.piafusion.IlluminationClassifier;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.torch.EngineThread;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the illumination classifier of a checkpoint says of images. */
final class DayOrNight {
    private DayOrNight() {}

    /**
     * A line for each image: day or night, and how probable that is by a softmax of the classifier's two scores.
     *
     * @throws IOException if the checkpoint holds no classifier, or an image cannot be read or is too small; one line that names it
     */
    static List<String> lines(Checkpoint checkpoint, List<Path> images) throws Exception {
        try (EngineThread engine = new EngineThread()) {
            return engine.call(() -> {
                try (Parameters module =
                        CheckpointLoader.companionAlone(PiaFusion.NETWORK, PiaFusion.ILLUMINATION, checkpoint)) {
                    List<String> lines = new ArrayList<>();
                    for (Path image : images) {
                        lines.add(OneLine.of(image.toString()) + ": "
                                + line(ImageFiles.read(image).filled(), image, module));
                    }
                    return lines;
                }
            });
        }
    }

    private static String line(Image image, Path file, Parameters module) throws IOException {
        try (Scope scope = Scope.open()) {
            float[] rgb = image.rgb(new Region(0, 0, image.width(), image.height()));
            Tensor visible = Tensor.of(rgb, 1, 3, image.height(), image.width());
            float[] probabilities =
                    IlluminationClassifier.classify(visible, module).softmax(1).toFloats();
            float day = probabilities[IlluminationClassifier.DAY];
            float night = probabilities[IlluminationClassifier.NIGHT];
            if (Float.isNaN(day)) {
                throw new IOException(
                        file + ": the classifier gives no numbers; expected one of a training that went well");
            }
            return String.format(
                    Locale.ROOT, "%s, probability %.4f", day >= night ? "day" : "night", Math.max(day, night));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + OneLine.of(e), e);
        }
    }
}
