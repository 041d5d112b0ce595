package io.dynafuse.network.own;

import io.dynafuse.graph.GraphFunction;
import io.dynafuse.network.ConcatenatedFusion;
import io.dynafuse.network.LinearFusion;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How the functions of a graph are called: what they take at once, and what they give. The streams of an encoder, if it gives several feature maps of a source,
 * stand side by side along the channels between encoder and decoder.
 *
 * @param sources that it was tried with
 * @param isJoined whether {@code forward} takes the sources as one tensor, side by side along the channels
 * @param isCoupled whether {@code encode} takes all sources at once
 * @param isLent whether {@code encode} gives what must not be written over: its input, or what it keeps
 * @param channels of each stream
 * @param rule by which features are fused
 */
record Wiring(int sources, boolean isJoined, boolean isCoupled, boolean isLent, List<Long> channels, FeatureRule rule) {
    /** What {@code forward} makes of the images {@code [N,C,H,W]} of all sources. */
    Tensor forward(GraphFunctions functions, List<Tensor> images) {
        return GraphFunctions.first(
                () -> functions.forward(isJoined ? List.of(Tensor.concatenate(images, 1)) : images));
    }

    /** The static fusion of the images of all sources, by features if the functions have an encoder. */
    Tensor fuse(GraphFunctions functions, List<Tensor> images) {
        return functions.areWeighed()
                ? fuse(weighting(functions), SourceTensors.of(images))
                : forward(functions, images);
    }

    private static <F> Tensor fuse(Weighting<F> weighting, SourceTensors sources) {
        return Scope.compute(() -> {
            F encoded = weighting.encode(sources);
            return weighting.decode(encoded, weighting.fuse(encoded));
        });
    }

    /** Where weights act. */
    Weighting<?> weighting(GraphFunctions functions) {
        if (rule == FeatureRule.CONCATENATION || isCoupled) {
            return new ConcatenatedFusion(
                    Precision.FP32, images -> encodeAll(functions, images), features -> decode(functions, features));
        }
        return new LinearFusion(
                rule.staticRule(),
                Precision.FP32,
                image -> encode(functions, image),
                features -> decode(functions, features));
    }

    private Tensor encode(GraphFunctions functions, Tensor image) {
        return Scope.compute(() -> beside(functions.encode(List.of(image))));
    }

    private List<Tensor> encodeAll(GraphFunctions functions, List<Tensor> images) {
        if (!isCoupled) {
            return images.stream().map(image -> encode(functions, image)).toList();
        }
        List<Tensor> all = functions.encode(images);
        int streams = channels.size();
        List<Tensor> features = new ArrayList<>();
        for (int m = 0; m < images.size(); m++) {
            features.add(beside(all.subList(m * streams, (m + 1) * streams)));
        }
        return features;
    }

    private Tensor beside(List<Tensor> streams) {
        if (streams.size() > 1) {
            return Tensor.concatenate(streams, 1);
        }
        return isLent ? streams.get(0).copy() : streams.get(0);
    }

    /** @param fused the streams of one source, or of all if the rule is concatenation or encoders are coupled */
    private Tensor decode(GraphFunctions functions, Tensor fused) {
        return GraphFunctions.first(() -> {
            int count = (int) (fused.size(1) / width());
            List<Tensor> features = new ArrayList<>();
            for (int m = 0; m < count; m++) {
                features.add(fused.slice(1, m * width(), width()));
            }
            List<Tensor> met = rule == FeatureRule.CONCATENATION || count == 1 ? features : List.of(met(features));
            GraphFunction decoder = functions.decode().orElseThrow();
            if (decoder.inputs().size() == 1) {
                return functions.decode(List.of(met.size() == 1 ? met.get(0) : fused));
            }
            return functions.decode(
                    met.stream().flatMap(feature -> streams(feature).stream()).toList());
        });
    }

    /** Of coupled encoders, whose features are only fused before the decoder. */
    private Tensor met(List<Tensor> features) {
        Tensor sum = features.stream().reduce(Tensor::plus).orElseThrow();
        return rule == FeatureRule.MEAN ? sum.times(1.0 / features.size()) : sum;
    }

    private List<Tensor> streams(Tensor feature) {
        List<Tensor> streams = new ArrayList<>();
        long start = 0;
        for (long wide : channels) {
            streams.add(feature.slice(1, start, wide));
            start += wide;
        }
        return streams;
    }

    /** The channels of all streams of one source. */
    int width() {
        return channels.stream().mapToInt(Long::intValue).sum();
    }
}
