package dev.cairn.processor.model;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The structure of a record: each parameter of its canonical constructor is a column, or an embedded record with
 * columns.
 */
public record RecordShape(JavaClassName recordName, List<ShapeComponent> components) {
    public RecordShape {
        components = List.copyOf(components);
    }

    /** Returns the shape with other indexes of its columns. */
    public RecordShape mapColumnIndexes(IntUnaryOperator newIndex) {
        List<ShapeComponent> newComponents = components.stream()
                .<ShapeComponent>map(component -> component instanceof Leaf leaf
                        ? new Leaf(leaf.accessor, newIndex.applyAsInt(leaf.columnIndex))
                        : new Group(component.accessor(), ((Group) component).shape.mapColumnIndexes(newIndex)))
                .toList();
        return new RecordShape(recordName, newComponents);
    }

    /** A component of the record. */
    public sealed interface ShapeComponent {
        String accessor();
    }

    /** A component that is a column, with its index among all columns of the object. */
    public record Leaf(String accessor, int columnIndex) implements ShapeComponent {}

    /** A component whose own components are columns. */
    public record Group(String accessor, RecordShape shape) implements ShapeComponent {}
}
