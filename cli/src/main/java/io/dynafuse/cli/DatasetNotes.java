package io.dynafuse.cli;

import io.dynafuse.data.Dataset;
import io.dynafuse.data.Words;
import java.io.PrintWriter;
import java.util.List;

/** Prints notes about a dataset. */
final class DatasetNotes {
    // Room for the layout, the task, the first scenes, and some files that were left out.
    private static final int MOST = 8;

    private DatasetNotes() {}

    /** @param all whether to print even the notes of hundreds of files */
    static void print(Dataset dataset, boolean all, PrintWriter error) {
        List<String> notes = all ? dataset.notes() : Words.shortened(dataset.notes(), MOST);
        notes.forEach(note -> error.println("note: " + note));
        if (notes.size() < dataset.notes().size()) {
            error.println("note: --verbose names them all");
        }
    }
}
