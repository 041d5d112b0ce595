package io.dynafuse.metrics;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/** The score of a scene by a metric: a number, or the reason why there is none. */
public sealed interface Score {
    /**
     * A number; may be infinite (the PSNR of identical images), never NaN.
     *
     * @param number the score in the units of the metric
     */
    record Value(double number) implements Score {
        /** @throws IllegalArgumentException if the number is NaN */
        public Value {
            if (Double.isNaN(number)) {
                throw new IllegalArgumentException("a score that is not a number must say why it is undefined");
            }
        }

        @Override
        public OptionalDouble toOptional() {
            return OptionalDouble.of(number);
        }
    }

    /**
     * No number.
     *
     * @param reason why the metric is undefined for this scene: a clause for people, without a full stop
     */
    record Undefined(String reason) implements Score {
        @Override
        public OptionalDouble toOptional() {
            return OptionalDouble.empty();
        }
    }

    /** The number, or empty. */
    OptionalDouble toOptional();

    /** @throws IllegalArgumentException if the number is NaN */
    static Score of(double number) {
        return new Value(number);
    }

    /** A number, or undefined for the given reason if it is NaN. */
    static Score of(double number, String reasonIfNaN) {
        return Double.isNaN(number) ? undefined(reasonIfNaN) : of(number);
    }

    /** No number, for the given reason. */
    static Score undefined(String reason) {
        return new Undefined(reason);
    }

    /** The score with its number changed; an undefined score stays as it is. */
    default Score map(DoubleUnaryOperator change) {
        return this instanceof Value value ? of(change.applyAsDouble(value.number())) : this;
    }
}
