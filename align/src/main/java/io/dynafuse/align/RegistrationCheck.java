package io.dynafuse.align;

import io.dynafuse.image.Image;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A cheap look at whether sources of one size lie on each other: small copies are refined from where they are, without a search. It sees
 * motions of a few per cent of the image; what is further off shows too little agreement to say anything.
 */
public final class RegistrationCheck {
    /** Less is hardly seen, and many published pairs are off by as much. */
    private static final double NOTABLE = 1.5;

    private static final double CERTAIN_EVIDENCE = 6;
    private static final double CERTAIN_SUPPORT = 2.5;

    private RegistrationCheck() {}

    /**
     * A source that is certainly off.
     *
     * @param source from 0
     * @param pixels by which its corners have moved against the first source, on average
     */
    public record Offset(int source, double pixels) {}

    /**
     * The source that is furthest off; empty if none certainly is by more than 1.5 pixels and the error of this look.
     *
     * @param sources of one size, 2 or more
     */
    public static Optional<Offset> of(List<Image> sources) {
        return of(sources, 1);
    }

    /**
     * The same of small copies.
     *
     * @param shrunk how many times smaller they are than the sources; offsets are in pixels of these
     */
    public static Optional<Offset> of(List<Image> sources, double shrunk) {
        List<Gray> reference = Estimator.pyramid(Gray.of(sources.get(0)));
        return IntStream.range(1, sources.size())
                .mapToObj(m -> offset(reference, sources.get(m), m, shrunk))
                .flatMap(Optional::stream)
                .max(Comparator.comparingDouble(Offset::pixels));
    }

    private static Optional<Offset> offset(List<Gray> reference, Image image, int source, double shrunk) {
        List<Gray> moving = Estimator.pyramid(Gray.of(image));
        Estimator there = new Estimator(reference, moving);
        Estimator.Fit fit = there.unmoved();
        Frame frame = there.frame();
        double pixels = shrunk * fit.transform().cornerDistance(Transform.IDENTITY, frame.width(), frame.height());
        boolean certain = fit.equations().evidence() > CERTAIN_EVIDENCE
                && fit.equations().evidence() * fit.equations().agreement() > CERTAIN_SUPPORT;
        if (pixels <= NOTABLE || !certain) {
            return Optional.empty();
        }
        Transform other = new Estimator(moving, reference).unmoved().transform().inverse();
        double disagreement = fit.transform().cornerDistance(other, frame.width(), frame.height());
        return pixels > NOTABLE + shrunk * PairAligner.uncertainty(fit, disagreement)
                ? Optional.of(new Offset(source, pixels))
                : Optional.empty();
    }
}
