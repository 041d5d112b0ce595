package io.dynafuse.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose conventions are followed. The field computes many a metric in several ways under one name; a profile reproduces one
 * of its code bases or papers, known faults included. A profile knows only the metrics that its namesake computes.
 */
public enum MetricProfile {
    CANONICAL(
            "The formula as first published, faults of common code corrected. Mean over the sources where the publication"
                    + " leaves it open. This profile is followed where none is named.",
            ColourRule.GRAY),
    VIFB("The visible and infrared fusion benchmark of Zhang, Ye and Xiao (2020), MATLAB code.", ColourRule.PLANES),
    MEFB(
            "The multi-exposure and multi-focus benchmarks of Zhang (2021), MATLAB code.",
            ColourRule.PLANES_UNLESS_SOURCES_GRAY),
    LIU("The objective assessment of Liu et al. (2012), MATLAB code.", ColourRule.GRAY),
    TANG(
            "The evaluation code of Tang et al., MATLAB: its functions, called as their own comments describe.",
            ColourRule.GRAY),
    TANG_DRIVER(
            "What the driver script of the Tang code prints: two of its calls mistake arguments (FMI_pixel, Nabf).",
            ColourRule.GRAY),
    TANG_UINT8(
            "An earlier state of the Tang code that computes on 8-bit integers, which saturate; behind many published tables.",
            ColourRule.GRAY),
    CDDFUSE("The evaluator published with CDDFuse (Zhao et al., CVPR 2023), Python.", ColourRule.GRAY_OPENCV),
    TTD(
            "Deduced from tables 3, 6 and 7 of TTD (Cao et al., NeurIPS 2024), whose evaluation was not published.",
            ColourRule.GRAY_RED_BLUE_EXCHANGED),
    TCMOA(
            "What the tables of TC-MoA (Zhu et al., CVPR 2024) were most likely made with: MEFB and the 8-bit Tang code.",
            ColourRule.PLANES_UNLESS_SOURCES_GRAY),
    REFUSION(
            "What the tables of ReFusion (Bai et al., 2024) were most likely made with, as far as that can be decided.",
            ColourRule.GRAY_OPENCV);

    private final String description;
    private final ColourRule colour;

    MetricProfile(String description, ColourRule colour) {
        this.description = description;
        this.colour = colour;
    }

    /** As the command line writes it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whose conventions these are, in sentences. */
    public String description() {
        return description;
    }

    /** How images in colour are treated, unless a definition says otherwise. */
    public ColourRule colour() {
        return colour;
    }

    /** The profile of this id, in either case. */
    public static Optional<MetricProfile> find(String id) {
        return Arrays.stream(values())
                .filter(profile -> profile.id().equalsIgnoreCase(id))
                .findFirst();
    }
}
