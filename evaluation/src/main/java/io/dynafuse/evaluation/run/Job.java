package io.dynafuse.evaluation.run;

import io.dynafuse.data.DatasetScene;

/** One scene to be fused in one way. */
record Job(PlacedVariant variant, DatasetScene scene) {}
