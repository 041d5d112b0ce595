package io.dynafuse.network.piafusion;

import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.Activation;
import io.dynafuse.nn.Convolution;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.Padding;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The layers of PIAFusion. Weights act on the last features of each stream before they are concatenated. A source's component is made of this source in both
 * streams, as the streams exchange what they see.
 *
 * <p>What the streams exchange is, apart from rounding, one image: vi + (−d)·σ(mean(−d)) and ir + d·σ(mean(d)), with d = vi − ir, are the same as
 * σ(−t) = 1 − σ(t). It is computed once, and both streams go on from it, their convolutions as one of twice as many outputs.
 *
 * <p>Features of whole images would take a kilobyte a pixel. So only the shares σ(mean(d)) are kept of the encoders, each found by a pass over the strips of
 * the image up to its exchange, which is a twentieth of all work; the features are made in the pass that decodes them.
 *
 * @param strips into which images are cut
 */
record PiaFusionLayers(Parameters parameters, Strips strips) implements Weighting<PiaFusionLayers.Encoded> {
    private static final int SOURCES = 2;
    private static final int INFRARED = 0;
    private static final int VISIBLE = 1;
    /** In the order in which their features are concatenated. */
    private static final List<Integer> STREAMS = List.of(VISIBLE, INFRARED);

    /** What PyTorch's convolutions begin with halves a signal ten times, so that the image would be gray. */
    private static final Initializer BEGINNING = Initializer.heNormal();

    private static final Convolution FIRST = Convolution.of(1, 16, 1);
    /** Those of one stream after its first; the streams exchange after each but the last. */
    private static final List<Convolution> ENCODER = convolutions(16, 16, 32, 64, 128);

    /** Channels of a source's last features. */
    static final int FEATURES = ENCODER.get(ENCODER.size() - 1).outputs();

    static final int EXCHANGES = ENCODER.size() - 1;

    private static final List<Convolution> DECODER = convolutions(256, 256, 128, 64, 32);
    private static final Convolution LAST = Convolution.of(32, 1, 1);

    /** All parameters, under the names of the authors' files. */
    static final ParameterDeclarations PARAMETERS = declare();

    /**
     * Two sources.
     *
     * @param shares what an exchange takes of the visible stream {@code [N,C,1,1]}, for each exchange; the rest is taken of the infrared one
     * @param features of each source, {@code [N,128,H,W]}, where they are given instead of encoded
     */
    record Encoded(SourceTensors sources, List<Tensor> shares, Optional<List<Tensor>> features) {}

    private static List<Convolution> convolutions(int... channels) {
        return IntStream.range(1, channels.length)
                .mapToObj(i -> Convolution.of(channels[i - 1], channels[i], 3).padding(Padding.REFLECT, 1))
                .toList();
    }

    private static ParameterDeclarations declare() {
        Stream.Builder<ParameterDeclarations> layers = Stream.builder();
        STREAMS.forEach(source -> layers.add(FIRST.declare(first(source), BEGINNING)));
        for (int i = 0; i < ENCODER.size(); i++) {
            for (int source : STREAMS) {
                layers.add(ENCODER.get(i).declare(encoder(source, i), BEGINNING));
            }
        }
        for (int i = 0; i < DECODER.size(); i++) {
            layers.add(DECODER.get(i).declare(decoder(i), BEGINNING));
        }
        layers.add(LAST.declare("decoder.conv5", BEGINNING));
        return ParameterDeclarations.join(layers.build().toArray(ParameterDeclarations[]::new));
    }

    private static String first(int source) {
        return "encoder." + stream(source) + "_conv1";
    }

    private static String encoder(int source, int convolution) {
        return "encoder." + stream(source) + "_conv" + (convolution + 2) + ".conv.1";
    }

    private static String stream(int source) {
        return source == VISIBLE ? "vi" : "ir";
    }

    private static String decoder(int convolution) {
        return "decoder.conv" + (convolution + 1) + ".conv.1";
    }

    @Override
    public Encoded encode(SourceTensors sources) {
        try (Scope scope = Scope.open()) {
            Tensor images = Tensor.concatenate(sources.images(), 1);
            List<Tensor> shares = new ArrayList<>();
            if (strips.isWhole(images)) {
                Tensor features = streams(images, EXCHANGES, (exchange, both) -> {
                    shares.add(meanDifference(both).sigmoid());
                    return shares.get(exchange);
                });
                shares.forEach(scope::release);
                return new Encoded(sources, shares, Optional.of(bySource(features, scope)));
            }
            for (int exchange = 0; exchange < EXCHANGES; exchange++) {
                shares.add(share(images, shares, exchange));
            }
            shares.forEach(scope::release);
            return new Encoded(sources, shares, Optional.empty());
        }
    }

    /** The share of an exchange after others. */
    private Tensor share(Tensor images, List<Tensor> shares, int exchange) {
        double height = images.size(2);
        return Scope.compute(() -> strips.sum(
                        images,
                        exchange + 1,
                        part -> streams(part, exchange, (before, both) -> shares.get(before)),
                        both -> meanDifference(both).times(both.size(2) / height))
                .sigmoid());
    }

    /** mean(vi − ir) over the pixels, {@code [N,C,1,1]}. */
    private static Tensor meanDifference(Tensor both) {
        return Scope.compute(() -> {
            Tensor means = both.mean(2, 3);
            return visible(means).minus(infrared(means));
        });
    }

    private static Tensor visible(Tensor both) {
        return both.slice(1, 0, both.size(1) / 2);
    }

    private static Tensor infrared(Tensor both) {
        return both.slice(1, both.size(1) / 2, both.size(1) / 2);
    }

    /**
     * Both streams after some exchanges and the convolution that follows.
     *
     * @param images {@code [N,2,H,W]}
     * @param share of an exchange, by its number and the streams before it
     * @return {@code [N,2·C,H,W]}, channels-last, visible before infrared
     */
    Tensor streams(Tensor images, int exchanges, BiFunction<Integer, Tensor, Tensor> share) {
        Tensor both = Scope.compute(() -> Tensor.concatenate(
                STREAMS.stream().map(source -> begin(images, source)).toList(), 1));
        for (int i = 0; i < exchanges; i++) {
            int exchange = i;
            Tensor before = both;
            Tensor taken = share.apply(exchange, before);
            both = Scope.compute(() -> together(exchange + 1, exchanged(before, taken)));
            // A recorded operation keeps what it needs.
            before.close();
        }
        return both;
    }

    /** A stream before the first exchange. */
    private Tensor begin(Tensor images, int source) {
        return Scope.compute(() -> {
            Tensor image = images.slice(1, source, 1);
            Tensor first = activated(FIRST.apply(image, parameters.in(first(source))));
            return activated(ENCODER.get(0).apply(first.channelsLast(), parameters.in(encoder(source, 0))));
        });
    }

    /** What both streams have after an exchange; overwrites them unless they are recorded. */
    static Tensor exchanged(Tensor both, Tensor share) {
        return Scope.compute(() -> {
            Tensor difference = visible(both).minus(infrared(both));
            return difference.requiresGrad()
                    ? infrared(both).plus(difference.times(share))
                    : difference.timesInPlace(share).plusInPlace(infrared(both));
        });
    }

    /** Both streams after a convolution of what they have in common. */
    private Tensor together(int convolution, Tensor common) {
        Convolution one = ENCODER.get(convolution);
        Convolution two = Convolution.of(one.inputs(), SOURCES * one.outputs(), one.side())
                .padding(one.padding(), one.margin());
        Map<String, Tensor> layer = new LinkedHashMap<>();
        for (String name : List.of("weight", "bias")) {
            layer.put(
                    name,
                    Tensor.concatenate(
                            STREAMS.stream()
                                    .map(source -> parameters
                                            .in(encoder(source, convolution))
                                            .get(name))
                                    .toList(),
                            0));
        }
        return activated(two.apply(common, Parameters.of(layer)));
    }

    private static Tensor activated(Tensor made) {
        return Activation.LEAKY_RELU.overwrite(made);
    }

    @Override
    public Encoded repeated(Encoded encoded, int source) {
        Tensor image = encoded.sources.images().get(source);
        return encode(SourceTensors.of(Collections.nCopies(SOURCES, image)));
    }

    /** The factors of the features of each source, {@code [N,2,H,W]}: features are made in the pass that decodes them. */
    @Override
    public Tensor fuse(Encoded encoded) {
        return encoded.sources
                .alphas()
                .shares()
                .map(shares -> fuse(encoded, shares))
                .orElseGet(() -> Scope.compute(() ->
                        Tensor.concatenate(encoded.sources.images(), 1).times(0).plus(1)));
    }

    /** As {@link #fuse(Encoded)}. */
    @Override
    public Tensor fuse(Encoded encoded, Tensor weights) {
        return Scope.compute(() -> weights.times(StaticRule.SUM.weightedFactor(SOURCES))
                .to(encoded.sources.images().get(0).precision()));
    }

    @Override
    public Tensor decode(Encoded encoded, Tensor factors) {
        return Scope.compute(() -> {
            if (encoded.features.isPresent()) {
                return decoded(weighted(encoded.features.get(), factors));
            }
            Tensor images = Tensor.concatenate(encoded.sources.images(), 1);
            int radius = ENCODER.size() + DECODER.size();
            return strips.map(Tensor.concatenate(List.of(images, factors), 1), radius, part -> {
                Tensor features = features(part.slice(1, 0, SOURCES), encoded.shares);
                for (int source = 0; source < SOURCES; source++) {
                    of(source, features).timesInPlace(part.slice(1, SOURCES + (long) source, 1));
                }
                return decoded(features);
            });
        });
    }

    private static Tensor weighted(List<Tensor> features, Tensor factors) {
        return Tensor.concatenate(
                STREAMS.stream()
                        .map(source -> features.get(source).times(factors.slice(1, source, 1)))
                        .toList(),
                1);
    }

    private Tensor decoded(Tensor features) {
        return Scope.compute(() -> {
            Tensor decoded = features;
            for (int i = 0; i < DECODER.size(); i++) {
                decoded = activated(DECODER.get(i).apply(decoded, parameters.in(decoder(i))));
            }
            Tensor last = Activation.TANH.overwrite(LAST.apply(decoded, parameters.in("decoder.conv5")));
            return last.times(0.5).plus(0.5);
        });
    }

    @Override
    public List<Tensor> features(Encoded encoded) {
        return encoded.features.orElseGet(() -> {
            try (Scope scope = Scope.open()) {
                Tensor images = Tensor.concatenate(encoded.sources.images(), 1);
                return bySource(features(images, encoded.shares), scope);
            }
        });
    }

    private Tensor features(Tensor images, List<Tensor> shares) {
        return streams(images, EXCHANGES, (exchange, both) -> shares.get(exchange));
    }

    private static List<Tensor> bySource(Tensor features, Scope scope) {
        return IntStream.range(0, SOURCES)
                .mapToObj(source -> scope.release(of(source, features)))
                .toList();
    }

    /** The features of a source. */
    private static Tensor of(int source, Tensor features) {
        return source == VISIBLE ? visible(features) : infrared(features);
    }

    @Override
    public Encoded withFeatures(Encoded encoded, List<Tensor> features) {
        return new Encoded(encoded.sources, encoded.shares, Optional.of(features));
    }
}
