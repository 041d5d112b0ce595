package io.dynafuse.metrics;

import io.dynafuse.metrics.correlation.CorrelationCoefficient;
import io.dynafuse.metrics.correlation.SumOfCorrelationsOfDifferences;
import io.dynafuse.metrics.detail.AverageGradient;
import io.dynafuse.metrics.detail.EdgeIntensity;
import io.dynafuse.metrics.detail.SpatialFrequency;
import io.dynafuse.metrics.detail.StandardDeviation;
import io.dynafuse.metrics.error.MeanSquaredError;
import io.dynafuse.metrics.error.PeakSignalToNoiseRatio;
import io.dynafuse.metrics.error.RootMeanSquaredError;
import io.dynafuse.metrics.fidelity.VisualInformation;
import io.dynafuse.metrics.fidelity.VisualInformationOfFusion;
import io.dynafuse.metrics.gradient.EdgeBalance;
import io.dynafuse.metrics.gradient.EdgeTransfer;
import io.dynafuse.metrics.gradient.ExtendedSpatialFrequency;
import io.dynafuse.metrics.gradient.LocalEdgeTransfer;
import io.dynafuse.metrics.gradient.MultiscaleEdges;
import io.dynafuse.metrics.information.CrossEntropy;
import io.dynafuse.metrics.information.Entropy;
import io.dynafuse.metrics.information.FeatureMutualInformation;
import io.dynafuse.metrics.information.MutualInformation;
import io.dynafuse.metrics.information.NonlinearCorrelation;
import io.dynafuse.metrics.information.TsallisInformation;
import io.dynafuse.metrics.perception.ContrastPreservation;
import io.dynafuse.metrics.perception.PhaseCongruencyMetric;
import io.dynafuse.metrics.perception.RegionalError;
import io.dynafuse.metrics.structure.Cvejic;
import io.dynafuse.metrics.structure.MefSsim;
import io.dynafuse.metrics.structure.MultiScaleSsim;
import io.dynafuse.metrics.structure.Piella;
import io.dynafuse.metrics.structure.Ssim;
import io.dynafuse.metrics.structure.Yang;
import java.util.List;
import java.util.Optional;

/** The registry of metrics, from which the command, the tables, the documentation and the tests are made. */
public final class Metrics {
    private static final List<Metric> ALL = List.of(
            Entropy.EN,
            CrossEntropy.CE,
            CrossEntropy.RCE,
            MutualInformation.MI,
            MutualInformation.NMI,
            NonlinearCorrelation.QNCIE,
            TsallisInformation.TE,
            TsallisInformation.TE_NAVA,
            FeatureMutualInformation.PIXEL,
            FeatureMutualInformation.GRADIENT,
            FeatureMutualInformation.EDGE,
            FeatureMutualInformation.DCT,
            FeatureMutualInformation.WAVELET,
            PeakSignalToNoiseRatio.PSNR,
            MeanSquaredError.MSE,
            RootMeanSquaredError.RMSE,
            CorrelationCoefficient.CC,
            SumOfCorrelationsOfDifferences.SCD,
            StandardDeviation.SD,
            AverageGradient.AG,
            EdgeIntensity.EI,
            SpatialFrequency.SF,
            EdgeTransfer.QABF,
            LocalEdgeTransfer.QG,
            EdgeBalance.QABF_PETROVIC,
            EdgeBalance.LABF,
            EdgeBalance.NABF,
            EdgeBalance.NABF_PETROVIC,
            MultiscaleEdges.QM,
            ExtendedSpatialFrequency.QSF,
            PhaseCongruencyMetric.QP,
            Ssim.SSIM,
            MultiScaleSsim.MS_SSIM,
            MefSsim.MEF_SSIM,
            MefSsim.MEF_MS_SSIM,
            Piella.QS,
            Piella.QW,
            Piella.QE,
            Cvejic.QC,
            Yang.QY,
            VisualInformation.VIF,
            VisualInformationOfFusion.VIFF,
            ContrastPreservation.QCB,
            RegionalError.QCV,
            PeakSignalToNoiseRatio.PSNR_GT,
            RootMeanSquaredError.RMSE_GT,
            Ssim.SSIM_GT);

    private Metrics() {}

    /** Every metric, in the order in which tables show them. */
    public static List<Metric> all() {
        return ALL;
    }

    /** The metrics that a profile has, in the same order. */
    public static List<Metric> of(MetricProfile profile) {
        return ALL.stream()
                .filter(metric -> metric.definition(profile).isPresent())
                .toList();
    }

    /** The metric of this id, in upper or lower case. */
    public static Optional<Metric> find(String id) {
        return ALL.stream().filter(metric -> metric.id().equalsIgnoreCase(id)).findFirst();
    }
}
