package dev.cairn.processor.model;

import dev.cairn.processor.finding.Place;
import dev.cairn.sql.ast.ColumnDefinition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column as a record declares it.
 *
 * @param definition the definition as in CREATE TABLE, also for views; its spans are those of the record component and
 *     of the name of the column
 * @param accessor the name of the record component
 * @param previousName the name before a rename; null if the column was not renamed
 * @param allowedWarnings warnings that are silenced for the column
 */
public record DeclaredColumn(
        ColumnDefinition definition,
        String accessor,
        JavaType javaType,
        @Nullable PreviousName previousName,
        List<AllowedWarning> allowedWarnings,
        ColumnPlaces places) {
    /**
     * The places of a column in its source file.
     *
     * @param componentPlace the place of the record component
     * @param placeByPart the places of the parts that have a dedicated annotation
     */
    public record ColumnPlaces(Place componentPlace, Map<ColumnPart, Place> placeByPart) {
        public ColumnPlaces {
            placeByPart = Map.copyOf(placeByPart);
        }
    }

    /** The parts of a column that have dedicated annotations. */
    public enum ColumnPart {
        TYPE,
        AGGREGATE,
        NOT_NULL,
        NULLABLE,
        DEFAULT,
        AUTO_INCREMENT,
        GENERATED
    }

    public DeclaredColumn {
        allowedWarnings = List.copyOf(allowedWarnings);
    }

    public Place place() {
        return places.componentPlace;
    }

    public String name() {
        return definition.name().text();
    }

    /** Returns the place of a part, or of the column if no annotation declares the part. */
    public Place place(ColumnPart part) {
        return places.placeByPart.getOrDefault(part, places.componentPlace);
    }

    /**
     * Returns how to declare that the column may be NULL, as the end of a message.
     *
     * @param isNullMarked whether the record is in {@code @NullMarked} code
     */
    public String describeNullableRemedy(boolean isNullMarked) {
        if (javaType.isPrimitive()) {
            return "change the type to " + javaType.argumentText();
        }
        return isNullMarked && !places.placeByPart.containsKey(ColumnPart.NOT_NULL)
                ? "add @Nullable"
                : "remove @NotNull";
    }

    /**
     * Describes, as the end of a message, that an output column of the query has another name than this column, and how
     * to give both the same name.
     */
    public String describeNameMismatch(String outputName) {
        return ", which returns '" + outputName + "'; add AS " + name() + " to it, or rename the component";
    }

    public DeclaredColumn withJavaType(JavaType newType) {
        return new DeclaredColumn(definition, accessor, newType, previousName, allowedWarnings, places);
    }

    public DeclaredColumn withDefinition(ColumnDefinition newDefinition) {
        return new DeclaredColumn(newDefinition, accessor, javaType, previousName, allowedWarnings, places);
    }
}
