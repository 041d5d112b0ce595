package io.dynafuse.training;

import io.dynafuse.files.AtomicFile;
import io.dynafuse.files.PreparedFiles;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.LossMaps;
import io.dynafuse.fusion.SourceMapFiles;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.network.Network;
import io.dynafuse.network.OutputRange;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes what a ReFusion in training has learned to ask of the fused image, at the beginning, every so many steps, and at the end: for each scene both
 * sources, their fused image, and their loss maps, below a folder {@code step-000440}. All follow from the parameters, so that a resumed training writes
 * the same files.
 *
 * @param network that fuses
 * @param scenes one of each objective
 * @param every how many steps lie between two
 */
record LossMapPictures(Network network, List<SyntheticScene> scenes, Path folder, long every, Device device)
        implements TrainingListener {
    @Override
    public void reached(long done, long steps, Parameters all) throws IOException, InterruptedException {
        if (done % every != 0 && done != steps) {
            return;
        }
        Path place = folder.resolve(String.format(Locale.ROOT, "step-%06d", done));
        AtomicFile.makeFolder(place);
        AtomicFile.removeLeftOvers(place);
        try (Fuser fuser = fuser(all);
                PreparedFiles prepared = new PreparedFiles()) {
            for (SyntheticScene scene : scenes) {
                prepare(scene, fuser.fuse(scene.sources(), HeldOutScenes.roles(scene)), place, prepared);
            }
            prepared.commit();
        }
    }

    private Fuser fuser(Parameters all) throws IOException {
        return Fuser.with(network.create(all.in(ReFusionLearner.FUSION), device, Precision.FP32))
                .withoutWeights()
                .range(OutputRange.AS_IS)
                .keepLossMaps(all.in(ReFusionLearner.PROPOSAL))
                .device(device)
                .open();
    }

    private static void prepare(SyntheticScene scene, FusedImage fused, Path place, PreparedFiles prepared)
            throws IOException {
        String task = scene.task().word();
        List<String> names =
                scene.roles().stream().map(role -> task + "-" + role).toList();
        for (int m = 0; m < names.size(); m++) {
            add(scene.sources().get(m), names.get(m), place, prepared);
        }
        add(fused.image(), task + "-fused", place, prepared);
        SourceMapFiles.of(place, names, LossMaps.NAMES)
                .prepare(fused.lossMaps().orElseThrow().byName(), prepared);
    }

    private static void add(Image image, String name, Path place, PreparedFiles prepared) throws IOException {
        prepared.add(ImageFiles.prepare(image, place.resolve(name + ".png")));
    }
}
