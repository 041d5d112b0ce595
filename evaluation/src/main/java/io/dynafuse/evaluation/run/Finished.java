package io.dynafuse.evaluation.run;

import io.dynafuse.evaluation.Outcome;
import java.util.List;

/**
 * What became of a job.
 *
 * @param outcome by the names that results have for files
 * @param notes what the network said of the fusion
 */
record Finished(Outcome outcome, List<String> notes) {
    Finished {
        notes = List.copyOf(notes);
    }
}
