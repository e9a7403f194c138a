package dev.cairn.processor.model;

import dev.cairn.engine.property.KnownProperty;
import java.util.Arrays;
import java.util.Optional;

/** The properties of tables and materialized views that are attributes of an annotation of their own. */
public enum AnnotatedProperty {
    BLOOM_FILTER_COLUMNS(KnownProperty.BLOOM_FILTER_COLUMNS, "BloomFilter", "value", true),
    BLOOM_FILTER_RATE(KnownProperty.BLOOM_FILTER_FPP, "BloomFilter", "falsePositives", false),
    COLOCATION_GROUP(KnownProperty.COLOCATE_WITH, "ColocateWith", "value", false);

    private final KnownProperty knownProperty;
    private final String annotation;
    private final String attribute;
    private final boolean isListOfColumns;

    /** @param isListOfColumns whether the value is a list of columns */
    AnnotatedProperty(KnownProperty knownProperty, String annotation, String attribute, boolean isListOfColumns) {
        this.knownProperty = knownProperty;
        this.annotation = annotation;
        this.attribute = attribute;
        this.isListOfColumns = isListOfColumns;
    }

    /** Returns the constant for a property with this name; empty if the property has no annotation of its own. */
    public static Optional<AnnotatedProperty> find(String name) {
        return Arrays.stream(values())
                .filter(annotatedProperty -> annotatedProperty.propertyName().equals(name))
                .findFirst();
    }

    /** Returns the annotation as users write it for a value of the property. */
    public String renderAnnotation(String value) {
        String quotedValue = '"' + (isListOfColumns ? String.join("\", \"", value.split(", ", -1)) : value) + '"';
        String attributeValue = quotedValue.contains("\", \"") ? "{" + quotedValue + "}" : quotedValue;
        return "@" + annotation + "("
                + (attribute.equals("value") ? attributeValue : attribute + " = " + attributeValue) + ")";
    }

    public String propertyName() {
        return knownProperty.propertyName();
    }

    /** Returns the simple name of the annotation. */
    public String annotation() {
        return annotation;
    }

    public String attribute() {
        return attribute;
    }

    public boolean isListOfColumns() {
        return isListOfColumns;
    }
}
