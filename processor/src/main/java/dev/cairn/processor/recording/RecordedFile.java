package dev.cairn.processor.recording;

import dev.cairn.record.Migration;
import java.nio.file.Path;

/** A migration that was written down, and where. */
public record RecordedFile(Path file, Migration migration) {}
