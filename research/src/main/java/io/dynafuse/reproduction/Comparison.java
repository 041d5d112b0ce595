package io.dynafuse.reproduction;

import io.dynafuse.network.InputNormalisation;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the loss of a source compares; D is the decoder, E⁽ᵐ⁾ the features of source m, I_S the static fusion. */
enum Comparison {
    /** I_S with x⁽ᵐ⁾. */
    FUSED(
            "fused",
            (views, source) -> views.fused(),
            (views, source) -> views.sources().get(source)),
    /** D(E⁽ᵐ⁾) with x⁽ᵐ⁾. */
    COMPONENT(
            "component",
            (views, source) -> views.components().get(source),
            (views, source) -> views.sources().get(source)),
    /** The static fusion of x⁽ᵐ⁾ with itself, with x⁽ᵐ⁾. */
    SELF_FUSED(
            "self-fused",
            (views, source) -> views.selfFused().get(source),
            (views, source) -> views.sources().get(source)),
    /** D(E⁽ᵐ⁾) with the largest source at each pixel. */
    MAXIMUM("maximum", (views, source) -> views.components().get(source), (views, source) -> views.maximum()),
    /** x⁽ᵐ⁾ with the largest source at each pixel. */
    SOURCE_MAXIMUM(
            "source to maximum", (views, source) -> views.sources().get(source), (views, source) -> views.maximum()),
    /** The static fusion of x⁽ᵐ⁾ with itself, with the largest source at each pixel. */
    SELF_FUSED_MAXIMUM(
            "self-fused to maximum",
            (views, source) -> views.selfFused().get(source),
            (views, source) -> views.maximum()),
    /** D(E⁽ᵐ⁾) with I_S. */
    COMPONENT_FUSED(
            "component to fused", (views, source) -> views.components().get(source), (views, source) -> views.fused()),
    /** The static fusion of x⁽ᵐ⁾ with itself, with I_S. */
    SELF_FUSED_FUSED(
            "self-fused to fused", (views, source) -> views.selfFused().get(source), (views, source) -> views.fused());

    private interface View {
        Tensor of(SceneViews views, int source);
    }

    private final String words;
    private final View component;
    private final View target;

    Comparison(String words, View component, View target) {
        this.words = words;
        this.component = component;
        this.target = target;
    }

    /** For people; as {@link io.dynafuse.dominability.Dominability} has it where it is one of its references. */
    String words() {
        return words;
    }

    /** What is compared, {@code [1,C,H,W]}. */
    Tensor component(SceneViews views, int source) {
        return component.of(views, source);
    }

    /** With what it is compared, {@code [1,C,H,W]}. */
    Tensor target(SceneViews views, int source) {
        return target.of(views, source);
    }

    /**
     * All that can be compared of a scene, {@code [1,C,H,W]} each, in the numbers of one space.
     *
     * @param components D(E⁽ᵐ⁾)
     * @param selfFused the static fusion of each source with itself
     * @param fused I_S
     */
    record SceneViews(List<Tensor> sources, List<Tensor> components, List<Tensor> selfFused, Tensor fused) {
        /** The same in another space, from the network's own; the tensors belong to the open scope. */
        SceneViews in(LossSpace space, InputNormalisation normalisation) {
            UnaryOperator<Tensor> change = image -> space.of(image, normalisation);
            return new SceneViews(
                    sources.stream().map(change).toList(),
                    components.stream().map(change).toList(),
                    selfFused.stream().map(change).toList(),
                    change.apply(fused));
        }

        /** The largest source at each pixel. */
        Tensor maximum() {
            return sources.stream().reduce(Tensor::maximum).orElseThrow();
        }
    }
}
