package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.PromptSettings;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.Sizing;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.nn.Windows;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Golden;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tiny TC-MoA with random parameters against its authors' own implementation. */
class TcMoaConformanceTest {
    private static final double TOLERANCE = 1e-4;
    private static final int ENCODER_LAYERS = 2;
    private static final List<PromptSettings> CONTROLS = List.of(
            new PromptSettings(1, 0, Map.of()),
            new PromptSettings(1, 0.3, Map.of()),
            new PromptSettings(1, -0.3, Map.of()),
            new PromptSettings(3, 0, Map.of()),
            new PromptSettings(0, 0, Map.of()));

    private static void check(Golden golden, String name, Tensor actual) throws IOException {
        double error = golden.largestError(name, actual.toFloats());
        Golden.report("TC-MoA " + name, error);
        assertThat(error).describedAs(name).isLessThan(TOLERANCE);
    }

    @Test
    void equalsTheOriginalForEveryTask() throws IOException {
        try (Golden golden = Golden.open("tcmoa/goldens.safetensors");
                Parameters parameters = TinyTcMoa.parameters();
                Scope scope = Scope.open()) {
            for (int task = 0; task < TinyTcMoa.TASKS.size(); task++) {
                TcMoaLayers.Fused fused = fused(golden, "in.", TinyTcMoa.SINGLE, parameters, task);
                String name = "t" + task + ".";
                check(golden, name + "image", TinyTcMoa.image(fused.image()));
                check(golden, name + "pred_norm_crop", crop(fused.image(), 96, 208, 48, 64));
                checkPrompts(golden, name, fused);
                Tensor imbalance = fused.mixtures().stream()
                        .map(mixed -> mixed.gates().imbalance())
                        .reduce(Tensor::plus)
                        .orElseThrow();
                check(golden, name + "aux_total", imbalance);
                for (int layer = 0; layer < fused.mixtures().size(); layer++) {
                    Gates gates = fused.mixtures().get(layer).gates();
                    String of = name + (layer < ENCODER_LAYERS ? "enc" + layer : "dec" + (layer - ENCODER_LAYERS));
                    check(golden, of + ".gates_before_threshold", gates.values());
                    check(golden, of + ".aux", gates.imbalance());
                    check(golden, of + ".load", gates.load());
                }
            }
        }
    }

    private static void checkPrompts(Golden golden, String name, TcMoaLayers.Fused fused) throws IOException {
        List<AdapterMixture.Mixed> encoder = fused.mixtures().subList(0, ENCODER_LAYERS);
        List<AdapterMixture.Mixed> decoder =
                fused.mixtures().subList(ENCODER_LAYERS, fused.mixtures().size());
        assertThat(fused.ofEncoder()).isEqualTo(ENCODER_LAYERS);
        check(
                golden,
                name + "prompt_enc_a",
                joined(encoder.stream().map(AdapterMixture.Mixed::first).toList()));
        check(
                golden,
                name + "prompt_enc_b",
                joined(encoder.stream().map(AdapterMixture.Mixed::second).toList()));
        check(
                golden,
                name + "prompt_dec_a",
                joined(decoder.stream().map(AdapterMixture.Mixed::first).toList()));
        check(
                golden,
                name + "prompt_dec_b",
                joined(decoder.stream().map(AdapterMixture.Mixed::second).toList()));
    }

    private static Tensor joined(List<Tensor> maps) {
        return Tensor.concatenate(maps, 0);
    }

    private static TcMoaLayers.Fused fused(Golden golden, String prefix, TcMoa network, Parameters parameters, int task)
            throws IOException {
        return layers(network, parameters)
                .fuse(
                        TinyTcMoa.source(golden, prefix + "a"),
                        TinyTcMoa.source(golden, prefix + "b"),
                        TinyTcMoa.routing(task),
                        PromptSettings.AS_MADE,
                        Optional.empty());
    }

    private static TcMoaLayers layers(TcMoa network, Parameters parameters) {
        return new TcMoaLayers(TinyTcMoa.shape(network == TinyTcMoa.DOUBLED), parameters);
    }

    private static Tensor crop(Tensor image, long row, long column, long height, long width) {
        return image.slice(2, row, height).slice(3, column, width);
    }

    @Test
    void equalsTheOriginalLayerByLayer() throws IOException {
        try (Golden golden = Golden.open("tcmoa/goldens.safetensors");
                Parameters parameters = TinyTcMoa.parameters();
                Scope scope = Scope.open()) {
            TcMoaLayers layers = layers(TinyTcMoa.SINGLE, parameters);
            TcMoaShape shape = layers.shape();
            long[] tokens = numbers(golden.values("trace.tokens"));
            Tensor patches = layers.tokens(
                    Tensor.concatenate(List.of(TinyTcMoa.source(golden, "in.a"), TinyTcMoa.source(golden, "in.b")), 0));
            checkBoth(golden, "trace.patch_%s", patches, tokens);
            Tensor grid = shape.positions().add(patches, parameters.get("pos_embed"));
            checkBoth(golden, "trace.enc_in_%s", grid, tokens);
            check(golden, "pos.enc", grid.minus(patches).slice(0, 0, 1));
            for (int block = 0; block < 2; block++) {
                grid = layers.block(grid, shape.encoder(), TcMoaShape.ENCODER, block);
                checkBoth(golden, "trace.enc_block" + block + "_%s", grid, tokens);
            }
            Tensor bias = Windows.relativePositions(
                    parameters.get("en_relative_position.0.relative_position_bias_table"), TcMoaShape.WINDOW);
            check(golden, "relpos.enc0_rows", bias.pick(1, 0, 97, 195));
            AdapterMixture mixture = shape.mixture(shape.encoder());
            Parameters layer = parameters.in("blocks_MoA.0");
            Tensor reduced = mixture.reduced(grid.slice(0, 0, 1), grid.slice(0, 1, 1), layer);
            check(golden, "t0.enc0.reduced", reduced.pick(0, tokens));
            Gates gates = TinyTcMoa.routing(0).gates(reduced, layer.in("MoA"));
            check(
                    golden,
                    "t0.enc0.combined",
                    mixture.combined(reduced, gates.values(), layer.in("MoA.experts"))
                            .pick(0, tokens));
            AdapterMixture.Mixed mixed = mixture.mix(
                    grid.slice(0, 0, 1),
                    grid.slice(0, 1, 1),
                    layer,
                    TinyTcMoa.routing(0),
                    PromptSettings.AS_MADE,
                    Optional.empty());
            check(
                    golden,
                    "trace.enc_fusion0",
                    picked(TcMoaLayers.fused(mixed.sum(), shape.encoder(), parameters.in("FusionLayer.0")), tokens));
        }
    }

    private static void checkBoth(Golden golden, String name, Tensor grids, long[] tokens) throws IOException {
        check(golden, name.formatted("a"), picked(grids.slice(0, 0, 1), tokens));
        check(golden, name.formatted("b"), picked(grids.slice(0, 1, 1), tokens));
    }

    private static Tensor picked(Tensor grid, long[] tokens) {
        return grid.reshape(-1, grid.size(3)).pick(0, tokens);
    }

    private static long[] numbers(float[] values) {
        return IntStream.range(0, values.length)
                .mapToLong(i -> (long) values[i])
                .toArray();
    }

    @Test
    void turnedPromptsEqualTheOriginal() throws IOException {
        try (Golden golden = Golden.open("tcmoa/goldens.safetensors");
                Parameters parameters = TinyTcMoa.parameters();
                FusionModel model = TinyTcMoa.SINGLE.create(parameters, Device.CPU, Precision.FP32);
                Scope scope = Scope.open()) {
            for (int control = 0; control < CONTROLS.size(); control++) {
                PromptedModel turned = ((PromptedModel) model).with(CONTROLS.get(control), Sizing.BLENDED);
                for (int task = 0; task < 2; task++) {
                    SourceTensors sources = TinyTcMoa.pair(golden, "in.", TinyTcMoa.TASKS.get(task));
                    String name = "ctl" + control + ".t" + task + ".";
                    Tensor image = TinyTcMoa.image(turned.fuse(sources));
                    check(golden, name + "image_crop", crop(image, 80, 192, 64, 96));
                    Tensor prompts = turned.prompts(sources).get("decoder1");
                    check(golden, name + "prompt_dec_a", ofTokens(prompts, 0));
                    check(golden, name + "prompt_dec_b", ofTokens(prompts, 1));
                }
            }
        }
    }

    /** Of maps at the size of the image, a number a token. */
    private static Tensor ofTokens(Tensor maps, int source) {
        return maps.slice(1, source, 1).blockMean(16);
    }

    @Test
    void otherShapesEqualTheOriginal() throws IOException {
        try (Golden golden = Golden.open("tcmoa/goldens.safetensors");
                Parameters parameters = TinyTcMoa.parameters();
                FusionModel model = TinyTcMoa.SINGLE.create(parameters, Device.CPU, Precision.FP32);
                Scope scope = Scope.open()) {
            Tensor a = TinyTcMoa.source(golden, "in.a");
            Tensor b = TinyTcMoa.source(golden, "in.b");
            SourceTensors square = TinyTcMoa.pair(mirrored(a), mirrored(b), Task.MULTI_EXPOSURE);
            check(golden, "sq.image_crop", crop(TinyTcMoa.image(model.fuse(square)), 192, 192, 64, 64));
            Map<String, Tensor> prompts = ((PromptedModel) model).prompts(square);
            check(golden, "sq.prompt_enc_a0", ofTokens(prompts.get("encoder1"), 0));
            check(golden, "sq.prompt_dec_b0", ofTokens(prompts.get("decoder1"), 1));
            SourceTensors portrait = TinyTcMoa.pair(a.transpose(2, 3), b.transpose(2, 3), Task.MULTI_FOCUS);
            check(golden, "pt.image_crop", crop(TinyTcMoa.image(model.fuse(portrait)), 192, 96, 64, 64));
            Tensor nothing = Tensor.of(new float[28 * 14 * 64], 1, 28, 14, 64);
            check(
                    golden,
                    "pt.pos_enc_tokens",
                    picked(
                            Positions.SCRAMBLED.add(nothing, parameters.get("pos_embed")),
                            new long[] {0, 1, 13, 14, 15, 28, 391}));
        }
    }

    /** With its mirror image below. */
    private static Tensor mirrored(Tensor image) {
        return Tensor.concatenate(List.of(image, image.flip(2)), 2);
    }

    @Test
    void doubledImagesEqualTheOriginal() throws IOException {
        try (Golden golden = Golden.open("tcmoa/goldens.safetensors");
                Parameters parameters = TinyTcMoa.parameters();
                Scope scope = Scope.open()) {
            for (int task : new int[] {0, 2}) {
                TcMoaLayers.Fused fused = fused(golden, "up.in.", TinyTcMoa.DOUBLED, parameters, task);
                check(golden, "up.t" + task + ".image", TinyTcMoa.image(fused.image()));
                float[] whole = golden.values("up.t" + task + ".pred_norm_crop");
                float[] seen = crop(fused.image(), 32, 64, 16, 24).toFloats();
                for (int i = 0; i < seen.length; i++) {
                    int channel = i / (16 * 24);
                    int at = channel * 32 * 48 + i / 24 % 16 * 2 * 48 + i % 24 * 2;
                    assertThat(seen[i]).isCloseTo(whole[at], within((float) TOLERANCE));
                }
                if (task == 0) {
                    check(
                            golden,
                            "up.prompt_enc_a",
                            joined(fused.mixtures().subList(0, ENCODER_LAYERS).stream()
                                    .map(AdapterMixture.Mixed::first)
                                    .toList()));
                }
            }
        }
    }

    @Test
    void resizedAndCutImagesEqualTheOriginal() throws IOException {
        try (Golden golden = Golden.open("tcmoa/predict.safetensors");
                Parameters parameters = TinyTcMoa.parameters();
                FusionModel model = TinyTcMoa.DOUBLED.create(parameters, Device.CPU, Precision.FP32);
                Scope scope = Scope.open()) {
            PromptedModel published = ((PromptedModel) model).with(PromptSettings.AS_MADE, Sizing.PUBLISHED);
            SourceTensors resized = TinyTcMoa.pair(golden, "whole.resized.", Task.VISIBLE_INFRARED);
            check(golden, "whole.network_image", TinyTcMoa.image(published.fuse(resized)));
            Tensor whole = TinyTcMoa.image(published.fuse(TinyTcMoa.pair(golden, "whole.in.", Task.VISIBLE_INFRARED)));
            // Where a resized byte lies half-way, its rounding hangs on Pillow's fixed-point arithmetic: 45 of 75,264
            // bytes are one off.
            double error = golden.largestError("whole.final", whole.toFloats());
            Golden.report("TC-MoA whole.final", error);
            assertThat(error).isLessThan(5e-4);
            Tensor tiles = TinyTcMoa.image(published.fuse(TinyTcMoa.pair(golden, "tiles.in.", Task.MULTI_FOCUS)));
            check(golden, "tiles.final_crop_top_left", crop(tiles, 0, 0, 48, 64));
            check(golden, "tiles.final_crop_bottom_right", crop(tiles, 402, 396, 48, 64));
            double levels =
                    golden.largestError("tiles.saved_u8", tiles.times(255).toFloats());
            assertThat(levels).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void noisyGatesEqualTheOriginal() throws IOException {
        try (Golden golden = Golden.open("tcmoa/losses.safetensors");
                Parameters parameters = TinyTcMoa.parameters();
                Scope scope = Scope.open()) {
            Parameters layer = parameters.in("blocks_MoA.0.MoA");
            Tensor tokens = golden.tensor("gating.x");
            Tensor logits = tokens.matmul(ofTask(layer.get("w_gate")));
            Gates gates =
                    Gates.noisy(logits, tokens.matmul(ofTask(layer.get("w_noise"))), golden.tensor("gating.noise"));
            check(golden, "gating.gates", gates.values());
            check(golden, "gating.load", gates.load());
            check(golden, "gating.y", new AdapterMixture(64, 4).combined(tokens, gates.values(), layer.in("experts")));
        }
    }

    private static Tensor ofTask(Tensor all) {
        return all.slice(0, 1, 1).reshape(all.size(1), all.size(2));
    }
}
