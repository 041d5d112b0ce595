package io.dynafuse.evaluation;

import io.dynafuse.metrics.Score;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * The scores of many images by one measure.
 *
 * @param mean of the images counted; nothing if there are none, or infinities of both signs among them
 * @param deviation the sample standard deviation (divided by n − 1); nothing for fewer than two images or infinite scores
 * @param counted images whose score is a number
 * @param infinite how many of these scores are infinite
 * @param undefined images for which the metric is undefined
 * @param failed images that could not be measured
 */
public record Statistics(
        OptionalDouble mean, OptionalDouble deviation, int counted, int infinite, int undefined, int failed) {
    /** What {@link #deviation} is, for readers of tables. */
    public static final String DEVIATION = "sample standard deviation (n - 1)";

    // Less than this of the largest score is what rounding leaves of equal scores.
    private static final double ROUNDING = 1e-12;

    /**
     * The statistics of some scores.
     *
     * @param failed how many images could not be measured beside these
     */
    public static Statistics of(List<Score> scores, int failed) {
        double[] numbers = scores.stream()
                .flatMapToDouble(score -> score.toOptional().stream())
                .toArray();
        OptionalDouble mean = mean(numbers);
        return new Statistics(
                mean,
                deviation(numbers, mean),
                numbers.length,
                (int) DoubleStream.of(numbers).filter(Double::isInfinite).count(),
                scores.size() - numbers.length,
                failed);
    }

    /** The mean; nothing if there are no numbers or infinities of both signs. */
    static OptionalDouble mean(double... numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        double mean = sum / numbers.length;
        return Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean);
    }

    /** The middle of one number or more; of an even number of them the mean of the two in the middle. */
    public static double median(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static OptionalDouble deviation(double[] numbers, OptionalDouble mean) {
        if (numbers.length < 2 || mean.isEmpty() || Double.isInfinite(mean.getAsDouble())) {
            return OptionalDouble.empty();
        }
        double squares = 0;
        double largest = 0;
        for (double number : numbers) {
            squares += (number - mean.getAsDouble()) * (number - mean.getAsDouble());
            largest = Math.max(largest, Math.abs(number));
        }
        double deviation = Math.sqrt(squares / (numbers.length - 1));
        return OptionalDouble.of(deviation < ROUNDING * largest ? 0 : deviation);
    }
}
