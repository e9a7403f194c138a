package dev.cairn.processor.model;

import java.util.List;

/**
 * The structure of a record: each parameter of its canonical constructor is a column, or an embedded record with
 * columns.
 */
public record RecordShape(JavaClassName recordName, List<ShapeComponent> components) {
    public RecordShape {
        components = List.copyOf(components);
    }

    /** A component of the record, with the name of its accessor. */
    public sealed interface ShapeComponent {
        String accessor();
    }

    /** A component that is a column, with its index among all columns of the object. */
    public record Leaf(String accessor, int columnIndex) implements ShapeComponent {}

    /** A component whose own components are columns. */
    public record Group(String accessor, RecordShape shape) implements ShapeComponent {}
}
