package io.dynafuse.reproduction;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.LossMap;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Normalisation;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Refinement;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A way to weigh two sources that the authors of TTD may have taken.
 *
 * @param terms whose losses are added up, or whose weights are averaged
 * @param form the score of a loss, of which softmax makes weights
 * @param averagesWeights whether each term has weights of its own
 */
record WeightDefinition(List<Term> terms, Form form, boolean averagesWeights) {
    private static final double NORMALISED_RANGE = InputNormalisation.imageNet().range();

    WeightDefinition {
        terms = List.copyOf(terms);
    }

    /**
     * A loss.
     *
     * @param scale by which it is multiplied
     * @param smoothing the radius in pixels of the square that it is averaged over
     */
    record Term(Comparison comparison, Norm norm, LossSpace space, double scale, int smoothing) {
        Term scaled(double factor) {
            return new Term(comparison, norm, space, scale * factor, smoothing);
        }

        /** ℓ of both sources, {@code [1,2,H,W]}. */
        private Tensor losses(Function<LossSpace, Comparison.SceneViews> views) {
            return Scope.compute(() -> {
                List<Tensor> losses = new ArrayList<>();
                for (int source = 0; source < 2; source++) {
                    Comparison.SceneViews of = views.apply(space);
                    Tensor loss = norm.loss(comparison.component(of, source), comparison.target(of, source));
                    losses.add((smoothing == 0 ? loss : loss.boxMean(smoothing)).times(scale));
                }
                return Tensor.concatenate(losses, 1);
            });
        }

        private String words() {
            return comparison.words() + " " + norm.name().toLowerCase(Locale.ROOT) + " k="
                    + BigDecimal.valueOf(scale)
                            .round(new MathContext(2))
                            .stripTrailingZeros()
                            .toPlainString()
                    + (space == LossSpace.CLIPPED ? "" : " " + space.words())
                    + (smoothing == 0 ? "" : " smoothed " + (2 * smoothing + 1));
        }
    }

    /** One loss in the paper's form. */
    static WeightDefinition of(Term term) {
        return new WeightDefinition(List.of(term), Form.EXP, false);
    }

    /** Every comparison by both norms at scales from flat to steep, in [0,1] and the paper's form. */
    static List<WeightDefinition> grid() {
        List<WeightDefinition> all = new ArrayList<>();
        for (Comparison comparison : Comparison.values()) {
            for (double scale : List.of(0.5, 1.0, 2.0, 5.0, 10.0, 50.0)) {
                all.add(of(new Term(comparison, Norm.L1, LossSpace.CLIPPED, scale, 0)));
            }
            for (double scale : List.of(1.0, 5.0, 20.0, 50.0, 200.0)) {
                all.add(of(new Term(comparison, Norm.L2, LossSpace.CLIPPED, scale, 0)));
            }
        }
        return all;
    }

    /** Those that differ from this one, of one term, in one respect. */
    List<WeightDefinition> neighbours() {
        Term term = terms.get(0);
        List<WeightDefinition> near = new ArrayList<>();
        Stream.of(LossSpace.UNIT, LossSpace.ONE_CHANNEL, LossSpace.EIGHT_BITS)
                .map(space -> new Term(term.comparison(), term.norm(), space, term.scale(), 0))
                .forEach(other -> near.add(of(other)));
        // In the network's numbers differences are larger.
        double normalised = term.norm() == Norm.L1 ? 1 / NORMALISED_RANGE : 1 / (NORMALISED_RANGE * NORMALISED_RANGE);
        near.add(of(new Term(term.comparison(), term.norm(), LossSpace.NORMALISED, term.scale() * normalised, 0)));
        Stream.of(1, 3)
                .map(radius -> new Term(term.comparison(), term.norm(), term.space(), term.scale(), radius))
                .forEach(other -> near.add(of(other)));
        Stream.of(0.7, 1.4).forEach(factor -> near.add(of(term.scaled(factor))));
        // exp(-ℓ) falls by ℓ and the logistic function by ℓ/4 where losses are small.
        near.add(new WeightDefinition(terms, Form.LINEAR, false));
        near.add(new WeightDefinition(List.of(term.scaled(4)), Form.SIGMOID, false));
        return near;
    }

    /** Mixtures of this one with another, each of one term: of the losses at full and half scale, and of the weights. */
    List<WeightDefinition> mixedWith(WeightDefinition other) {
        List<Term> both = List.of(terms.get(0), other.terms.get(0));
        List<Term> halves = both.stream().map(term -> term.scaled(0.5)).toList();
        return List.of(
                new WeightDefinition(both, Form.EXP, false),
                new WeightDefinition(halves, Form.EXP, false),
                new WeightDefinition(both, Form.EXP, true));
    }

    /**
     * The weights of a scene.
     *
     * @param views what can be compared, by space
     * @return {@code [1,2,H,W]}
     */
    Tensor weights(Function<LossSpace, Comparison.SceneViews> views) {
        return Scope.compute(() -> {
            List<Tensor> losses = terms.stream().map(term -> term.losses(views)).toList();
            return averagesWeights
                    ? losses.stream()
                            .map(this::weights)
                            .reduce(Tensor::plus)
                            .orElseThrow()
                            .times(1.0 / terms.size())
                    : weights(losses.stream().reduce(Tensor::plus).orElseThrow());
        });
    }

    private Tensor weights(Tensor losses) {
        // Which losses they are is settled here.
        return new Dominability(
                        new LossMap.PixelLoss(Reference.FUSED, Norm.L1),
                        1,
                        form,
                        Normalisation.SOFTMAX,
                        false,
                        Refinement.NONE)
                .weights(losses);
    }

    /** All of it, in a line; the space is named unless it is [0,1], clipped. */
    String words() {
        String all = terms.stream().map(Term::words).collect(Collectors.joining(averagesWeights ? " & " : " + "));
        return form == Form.EXP ? all : all + ", " + form.name().toLowerCase(Locale.ROOT);
    }
}
