package dev.cairn.processor.model;

import java.util.List;

/** How a record is made of columns: what its canonical constructor takes. */
public record RecordShape(JavaName record, List<Part> parts) {
    public RecordShape {
        parts = List.copyOf(parts);
    }

    /** A component of the record. */
    public sealed interface Part {
        String accessor();
    }

    /** A component that is a column: the index counts all columns of the object from 0. */
    public record Leaf(String accessor, int column) implements Part {}

    /** A component whose own components are columns. */
    public record Group(String accessor, RecordShape shape) implements Part {}
}
