package io.dynafuse.training;

import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980) and, with weight decay, AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101), whose decay does not pass
 * through the moments.
 *
 * @param firstDecay β₁: how much of the mean of the gradients a step keeps, in [0,1)
 * @param secondDecay β₂: how much of the mean of their squares a step keeps, in [0,1)
 * @param epsilon ε, above 0
 * @param weightDecay the share of itself, times the learning rate, by which a step shrinks a parameter; 0 for plain Adam
 */
public record Adam(double firstDecay, double secondDecay, double epsilon, double weightDecay) {
    /** As its authors propose. */
    public static final Adam STANDARD = new Adam(0.9, 0.999, 1e-8, 0);

    /** @throws IllegalArgumentException if a number is out of range */
    public Adam {
        requireDecay(firstDecay);
        requireDecay(secondDecay);
        if (!(epsilon > 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("expected Adam's epsilon above 0 and up to 1, found " + epsilon);
        }
        if (!(weightDecay >= 0 && weightDecay <= 1)) {
            throw new IllegalArgumentException("expected a weight decay from 0 to 1, found " + weightDecay);
        }
    }

    private static void requireDecay(double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("expected a decay of Adam's from 0 to below 1, found " + decay);
        }
    }

    /** The same with weight decay: AdamW. */
    public Adam withWeightDecay(double decay) {
        return new Adam(firstDecay, secondDecay, epsilon, decay);
    }

    /**
     * Changes one parameter and its moments in place.
     *
     * @param gradient of the loss by the parameter
     * @param firstMoments the running means of the gradients, by the names of the parameters
     * @param secondMoments the running means of their squares
     * @param step counted from 1
     */
    void step(
            String name,
            Tensor parameter,
            Tensor gradient,
            Parameters firstMoments,
            Parameters secondMoments,
            long step,
            double rate) {
        try (Scope scope = Scope.open()) {
            Tensor first = firstMoments.get(name).timesInPlace(firstDecay).plusInPlace(gradient.times(1 - firstDecay));
            Tensor second = secondMoments
                    .get(name)
                    .timesInPlace(secondDecay)
                    .plusInPlace(gradient.square().times(1 - secondDecay));
            Tensor deviation = second.times(1 / (1 - StrictMath.pow(secondDecay, step)))
                    .squareRoot()
                    .plus(epsilon);
            parameter.timesInPlace(1 - rate * weightDecay);
            parameter.plusInPlace(
                    first.dividedBy(deviation).timesInPlace(-rate / (1 - StrictMath.pow(firstDecay, step))));
        }
    }
}
