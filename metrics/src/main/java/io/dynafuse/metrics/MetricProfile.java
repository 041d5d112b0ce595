package io.dynafuse.metrics;

import java.util.Arrays;
import java.util.Optional;

/**
 * The conventions that a metric follows. Many metrics are computed in several ways under one name; a profile reproduces one code
 * base or paper, known faults included. A profile has only the metrics that its code base or paper computes, and those against a ground
 * truth in their usual form.
 */
public enum MetricProfile {
    CANONICAL(
            "The formula as first published where it says enough, faults of common code corrected; where constants, windows or"
                    + " borders are those of common code instead, the definition says so. Mean over the sources where the"
                    + " publication leaves it open, the sum for MI, SCD and TE. This profile is followed where none is named.",
            ColourRule.GRAY),
    VIFB(
            "The visible and infrared fusion benchmark of Zhang, Ye and Xiao (2020, doi:10.1109/CVPRW50498.2020.00060), MATLAB"
                    + " code in xingchenzhang/VIFB.",
            ColourRule.PLANES),
    MEFB(
            "The multi-exposure and multi-focus benchmarks of Zhang (2021, doi:10.1016/j.inffus.2021.02.005; 2022, IEEE TPAMI"
                    + " 44(9), doi:10.1109/TPAMI.2021.3078906), MATLAB code in xingchenzhang/MEFB.",
            ColourRule.PLANES_UNLESS_SOURCES_GRAY),
    LIU(
            "Z. Liu, E. Blasch, Z. Xue, J. Zhao, R. Laganière, W. Wu: Objective assessment of multiresolution image fusion"
                    + " algorithms for context enhancement in night vision: a comparative study. IEEE TPAMI 34(1), 2012,"
                    + " doi:10.1109/TPAMI.2011.109; MATLAB code in zhengliu6699/imageFusionMetrics.",
            ColourRule.GRAY),
    TANG(
            "The evaluation code of Tang et al., MATLAB, Linfeng-Tang/Evaluation-for-Image-Fusion: its functions, called as"
                    + " their own comments describe.",
            ColourRule.GRAY),
    TANG_DRIVER(
            "What the driver script of the Tang code prints: two of its calls pass wrong arguments (FMI_pixel, Nabf).",
            ColourRule.GRAY),
    TANG_UINT8(
            "An earlier state of the Tang code: SD and VIF computed on 8-bit integers, which saturate, SF on levels from 0 to 1."
                    + " EN, MI, SD, SF, PSNR, MSE, CC, SCD, AG and VIF reproduce its published spreadsheet; SSIM, MS-SSIM, Nabf"
                    + " and FMI are deduced.",
            ColourRule.GRAY),
    CDDFUSE(
            "The evaluator published with CDDFuse (Zhao et al., CVPR 2023, doi:10.1109/CVPR52729.2023.00572), Python,"
                    + " Zhaozixiang1228/MMIF-CDDFuse utils/Evaluator.py. The code works in single precision, which changes"
                    + " SSIM by up to 1.4e-5 of its value; here all is in double precision.",
            ColourRule.GRAY_OPENCV),
    TTD(
            "Deduced from tables 3, 6 and 7 of TTD (Cao et al., NeurIPS 2024), whose evaluation was not published."
                    + " SCD is not in these tables but in 1 and 8, and could not be checked.",
            ColourRule.GRAY_RED_BLUE_EXCHANGED),
    TCMOA(
            "What the tables of TC-MoA (Zhu et al., CVPR 2024) were most likely made with. Table 1: MEFB, with EN, SD and VIF from the"
                    + " 8-bit Tang code; Table 2: MEFB, with Qs and Qg of Liu et al.; Table 3: MEFB, with MI from the Tang code;"
                    + " Tables 4 and 5 add Qabf. Their SSIM is left out, as which one is meant could not be decided.",
            ColourRule.PLANES_UNLESS_SOURCES_GRAY),
    REFUSION(
            "What the tables of ReFusion (Bai et al., 2024) were most likely made with. Its VIF is left out, as which VIF is meant"
                    + " could not be decided. Gray conversion and the code of Qcb and Qncie are assumed.",
            ColourRule.GRAY_OPENCV);

    private final String description;
    private final ColourRule colour;

    MetricProfile(String description, ColourRule colour) {
        this.description = description;
        this.colour = colour;
    }

    /** The name on the command line. */
    public String id() {
        return Ids.of(this);
    }

    /** The origin of these conventions, in sentences. */
    public String description() {
        return description;
    }

    /** How images in colour are treated, unless a definition says otherwise. */
    public ColourRule colour() {
        return colour;
    }

    /** The profile of this id, in upper or lower case. */
    public static Optional<MetricProfile> find(String id) {
        return Arrays.stream(values())
                .filter(profile -> profile.id().equalsIgnoreCase(id))
                .findFirst();
    }
}
