package io.dynafuse.task;

import java.util.stream.IntStream;

/**
 * How two views of one size agree.
 *
 * @param difference the mean absolute difference of luma
 * @param shift the mean luma of the second minus that of the first
 * @param ordered the share of places where the view that is brighter on the whole is brighter or as bright
 * @param comparable the share of pairs of places that differ visibly in both views, among the places that are not black in both: a black
 * background is dark in any view and tells nothing
 * @param concordance the share of these pairs where the same place is brighter in both views, each pair weighted by the smaller of its two
 * differences; 1 if there are no pairs. It is high whenever brightness maps to brightness, as with another exposure, clipped or not
 * (without the weights, Goodman and Kruskal's γ is 2·share − 1)
 * @param firstSharper the share of places where the first has clearly more detail
 * @param secondSharper the share of places where the second has
 */
record Agreement(
        double difference,
        double shift,
        double ordered,
        double comparable,
        double concordance,
        double firstSharper,
        double secondSharper) {
    /** Eight levels of 255: more than noise and compression leave in the mean of a place. */
    private static final float VISIBLE = 0.03f;

    /** A third more detail, and more than noise alone may cause. */
    private static final double SHARPER = 4.0 / 3;

    /** With fewer places, the order may be chance. */
    private static final int FEWEST = 10;

    private static final float NOISE = 0.002f;

    static Agreement of(CoarseView first, CoarseView second) {
        float[] a = first.luma();
        float[] b = second.luma();
        int places = a.length;
        double difference = 0;
        double shift = 0;
        for (int i = 0; i < places; i++) {
            difference += Math.abs(b[i] - a[i]) / places;
            shift += (double) (b[i] - a[i]) / places;
        }
        Order order = Order.of(first, second);
        return new Agreement(
                difference,
                shift,
                ordered(a, b, shift),
                order.comparable,
                order.concordance,
                sharper(first.detail(), second.detail()),
                sharper(second.detail(), first.detail()));
    }

    private static double ordered(float[] a, float[] b, double shift) {
        int inOrder = 0;
        for (int i = 0; i < a.length; i++) {
            inOrder += (b[i] - a[i]) * Math.signum(shift) > -VISIBLE / 2 ? 1 : 0;
        }
        return (double) inOrder / a.length;
    }

    /** Whether bright and dark places are in the same order. */
    private static final class Order {
        private double comparable;
        private double concordance = 1;

        static Order of(CoarseView first, CoarseView second) {
            Order order = new Order();
            int[] places = IntStream.range(0, first.luma().length)
                    .filter(i -> !(first.isBlack(i) && second.isBlack(i)))
                    .toArray();
            if (places.length >= FEWEST) {
                order.compare(first.luma(), second.luma(), places);
            }
            return order;
        }

        private void compare(float[] a, float[] b, int[] places) {
            long pairs = 0;
            double all = 0;
            double concordant = 0;
            for (int i : places) {
                for (int j : places) {
                    if (j >= i) {
                        break;
                    }
                    float ofA = a[i] - a[j];
                    float ofB = b[i] - b[j];
                    if (Math.abs(ofA) > VISIBLE && Math.abs(ofB) > VISIBLE) {
                        float weight = Math.min(Math.abs(ofA), Math.abs(ofB));
                        pairs++;
                        all += weight;
                        concordant += ofA > 0 == ofB > 0 ? weight : 0;
                    }
                }
            }
            comparable = pairs / (places.length * (places.length - 1) / 2.0);
            concordance = pairs == 0 ? 1 : concordant / all;
        }
    }

    private static double sharper(float[] detail, float[] other) {
        int sharper = 0;
        for (int i = 0; i < detail.length; i++) {
            sharper += detail[i] > SHARPER * other[i] + NOISE ? 1 : 0;
        }
        return (double) sharper / detail.length;
    }
}
