package io.dynafuse.fusion;

import io.dynafuse.blend.Judge;
import io.dynafuse.blend.Plane;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Reference;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The network as a judge of images: its losses are those of TTD, with components and targets as images in [0,1].
 *
 * @param checkpointName for messages
 * @param dominability with weights on images
 * @param roles of the sources; none if unknown
 * @param settings of the fusion that it judges for
 * @param clock which adds up the time of each stage
 */
record SceneJudge(
        FusionModel model,
        String checkpointName,
        Dominability dominability,
        List<Role> roles,
        Optional<Task> task,
        FusionSettings settings,
        StageClock clock)
        implements Judge {
    @Override
    public boolean decides() {
        return dominability.form() != Form.UNIFORM;
    }

    @Override
    public List<Plane> losses(List<Image> sources, Compared compared) {
        Reference reference = dominability.lossMap().reference();
        List<Image> components = components(reference, sources);
        return clock.time(Stage.DOMINABILITY, () -> {
            List<Image> targets =
                    reference == Reference.MAXIMUM ? Collections.nCopies(sources.size(), maximum(sources)) : sources;
            return IntStream.range(0, sources.size())
                    .mapToObj(m -> smooth(loss(components.get(m), targets.get(m), compared), sources.get(m)))
                    .toList();
        });
    }

    /** The refinement by smoothing, where it is asked for. */
    private Plane smooth(Plane loss, Image source) {
        if (dominability.refinement().smoothing() == 0) {
            return loss;
        }
        try (Scope scope = Scope.open()) {
            Tensor smooth = dominability.smooth(
                    tensor(loss.values(), 1, loss), tensor(source.values(), source.channels(), loss), 1);
            return new Plane(loss.width(), loss.height(), smooth.toFloats());
        }
    }

    private static Tensor tensor(float[] values, int channels, Plane size) {
        return Tensor.of(values, 1, channels, size.height(), size.width());
    }

    private List<Image> components(Reference reference, List<Image> sources) {
        return switch (reference) {
            case FUSED -> Collections.nCopies(sources.size(), fused(sources));
            case SELF_FUSED ->
                sources.stream()
                        .map(source -> fused(Collections.nCopies(sources.size(), source)))
                        .toList();
            case COMPONENT, MAXIMUM -> ofOneSource(sources);
        };
    }

    private Image fused(List<Image> sources) {
        ImageFusion fusion =
                new ImageFusion(model, checkpointName, Optional.empty(), arranged(sources), task, settings.ofJudge());
        FusedImage fused = fusion.run(List.of());
        clock.add(fused.times());
        return fused.image();
    }

    private Arrangement arranged(List<Image> sources) {
        return Arrangement.of(model.network(), sources, roles.size() == sources.size() ? roles : List.of(), task);
    }

    private List<Image> ofOneSource(List<Image> sources) {
        Fusion.requireComponents(model, dominability.lossMap().reference());
        Arrangement arrangement = arranged(sources);
        try (Scope scope = Scope.open()) {
            List<Tensor> components =
                    new Fusion(model, clock).components(ImageFusion.tensors(model, arrangement, task, false));
            List<Image> images = components.stream()
                    .map(component -> image(component, sources.get(0)))
                    .toList();
            return arrangement.asGiven(images);
        }
    }

    private Image image(Tensor component, Image size) {
        float[] values = model.facts()
                .inputs()
                .normalisation()
                .denormalise(component)
                .slice(2, 0, size.height())
                .slice(3, 0, size.width())
                .toFloats();
        int channels = model.facts().inputs().colour().channels();
        return Image.of(size.width(), size.height(), channels, values, SampleDepth.FLOAT_32);
    }

    private static Image maximum(List<Image> sources) {
        Image first = sources.get(0);
        int channels = sources.stream().mapToInt(Image::channels).max().orElseThrow();
        int pixels = first.width() * first.height();
        float[] largest = new float[channels * pixels];
        for (Image source : sources) {
            for (int channel = 0; channel < channels; channel++) {
                float[] values = source.channel(channel);
                for (int i = 0; i < pixels; i++) {
                    int at = channel * pixels + i;
                    largest[at] = Math.max(largest[at], values[i]);
                }
            }
        }
        return Image.of(first.width(), first.height(), channels, largest, SampleDepth.FLOAT_32);
    }

    /** The mean over the channels of the differences. */
    private Plane loss(Image component, Image target, Judge.Compared compared) {
        boolean squared = norm() == Norm.L2;
        int channels = Math.max(component.channels(), target.channels());
        Plane loss = Plane.zeros(target.width(), target.height());
        for (int channel = 0; channel < channels; channel++) {
            Plane difference = compared.difference(
                    new Plane(target.width(), target.height(), component.channel(channel)),
                    new Plane(target.width(), target.height(), target.channel(channel)));
            loss.update(difference, (sum, d) -> sum + (squared ? d * d : Math.abs(d)) / channels);
        }
        return loss;
    }

    private Norm norm() {
        return ((PixelLoss) dominability.lossMap()).norm();
    }

    @Override
    public List<Plane> weights(List<Plane> losses) {
        return clock.time(Stage.DOMINABILITY, () -> {
            try (Scope scope = Scope.open()) {
                Plane first = losses.get(0);
                List<Tensor> tensors = losses.stream()
                        .map(loss -> tensor(loss.values(), 1, loss))
                        .toList();
                Tensor weights = dominability.weights(Tensor.concatenate(tensors, 1));
                List<Plane> planes = new ArrayList<>();
                for (int m = 0; m < losses.size(); m++) {
                    planes.add(new Plane(
                            first.width(),
                            first.height(),
                            weights.slice(1, m, 1).toFloats()));
                }
                return planes;
            }
        });
    }
}
