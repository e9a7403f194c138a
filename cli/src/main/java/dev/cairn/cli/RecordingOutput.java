package dev.cairn.cli;

import dev.cairn.tooling.recording.RecordedFile;
import java.io.PrintWriter;

/** Prints migrations that were recorded, or would be. */
record RecordingOutput(PrintWriter out) {
    /** Writes a migration, and prints where it is and what it does. */
    void write(RecordedFile file) {
        file.written();
        out.println("Wrote " + file.file());
        file.summary().forEach(out::println);
    }

    /** Prints a migration that is not written. */
    void preview(RecordedFile file) {
        out.println("Would write " + file.file() + ":");
        out.println(file.text().stripTrailing());
        file.remarks().forEach(out::println);
    }
}
