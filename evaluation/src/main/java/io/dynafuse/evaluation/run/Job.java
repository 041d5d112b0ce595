package io.dynafuse.evaluation.run;

import io.dynafuse.evaluation.dataset.DatasetScene;

/** One scene to be fused in one way. */
record Job(PlacedVariant variant, DatasetScene scene) {}
