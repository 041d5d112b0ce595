package io.dynafuse.dominability;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * The channel of a derivative by features that serves as a loss.
 *
 * @param kind how it is chosen
 * @param index the channel counted from 0 for {@link Kind#FIXED}, empty otherwise
 */
public record GradientChannel(Kind kind, OptionalInt index) {
    /** The mean of all channels. */
    public static final GradientChannel MEAN = new GradientChannel(Kind.MEAN, OptionalInt.empty());

    /** See {@link Kind#AUTOMATIC}. */
    public static final GradientChannel AUTOMATIC = new GradientChannel(Kind.AUTOMATIC, OptionalInt.empty());

    /** How the channel is chosen. */
    public enum Kind {
        /** A given channel. */
        FIXED,
        /** The mean of all channels. */
        MEAN,
        /**
         * The channel whose weights have the most negative covariance with the losses of the sources' components, summed over the sources
         * (the last term of TTD's Eq. 4), in the image at hand.
         */
        AUTOMATIC
    }

    /** @throws IllegalArgumentException if the index is negative, or is there without being needed or the reverse */
    public GradientChannel {
        if (index.isPresent() != (kind == Kind.FIXED)) {
            throw new IllegalArgumentException("expected an index with a fixed channel and with no other");
        }
        if (index.orElse(0) < 0) {
            throw new IllegalArgumentException("expected a channel counted from 0, found " + index.getAsInt());
        }
    }

    /**
     * A channel counted from 0.
     *
     * @throws IllegalArgumentException if the index is negative
     */
    public static GradientChannel of(int index) {
        return new GradientChannel(Kind.FIXED, OptionalInt.of(index));
    }

    /**
     * Reads {@code mean}, {@code auto} or a number.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static GradientChannel parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "mean" -> MEAN;
            case "auto" -> AUTOMATIC;
            default -> of(number(text));
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a channel counted from 0, or mean, or auto, found " + text, e);
        }
    }

    /** Whether the channel is chosen for each image. */
    public boolean isAutomatic() {
        return kind == Kind.AUTOMATIC;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FIXED -> String.valueOf(index.orElseThrow());
            case MEAN -> "mean";
            case AUTOMATIC -> "auto";
        };
    }
}
