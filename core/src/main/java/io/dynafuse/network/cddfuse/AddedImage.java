package io.dynafuse.network.cddfuse;

import io.dynafuse.network.SourceTensors;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Tensor;
import java.util.Optional;

/** The image that CDDFuse adds to what its decoder gives, as its authors' programs do. */
enum AddedImage {
    /** The visible image; in medical scenes, of which none is, both sources. */
    VISIBLE {
        @Override
        Optional<Tensor> of(SourceTensors sources) {
            Tensor visible = sources.images().get(CddFuseLayers.VISIBLE);
            return Optional.of(
                    sources.task().equals(Optional.of(Task.MEDICAL))
                            ? sources.images().get(CddFuseLayers.INFRARED).plus(visible)
                            : visible);
        }
    },
    /** None. */
    NONE {
        @Override
        Optional<Tensor> of(SourceTensors sources) {
            return Optional.empty();
        }
    };

    abstract Optional<Tensor> of(SourceTensors sources);
}
