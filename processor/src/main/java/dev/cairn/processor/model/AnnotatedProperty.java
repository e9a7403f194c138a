package dev.cairn.processor.model;

import dev.cairn.engine.property.KnownProperty;
import java.util.Arrays;
import java.util.Optional;

/** The properties of tables and materialized views that dedicated annotations declare. */
public enum AnnotatedProperty {
    BLOOM_FILTER_COLUMNS(KnownProperty.BLOOM_FILTER_COLUMNS, "BloomFilter", "value", true),
    BLOOM_FILTER_RATE(KnownProperty.BLOOM_FILTER_FPP, "BloomFilter", "falsePositives", false),
    COLOCATION_GROUP(KnownProperty.COLOCATE_WITH, "ColocateWith", "value", false);

    private final KnownProperty knownProperty;
    private final String annotationName;
    private final String attributeName;
    private final boolean isListOfColumns;

    /** @param isListOfColumns whether the value is a list of columns */
    AnnotatedProperty(
            KnownProperty knownProperty, String annotationName, String attributeName, boolean isListOfColumns) {
        this.knownProperty = knownProperty;
        this.annotationName = annotationName;
        this.attributeName = attributeName;
        this.isListOfColumns = isListOfColumns;
    }

    /** Returns the constant for a property with this name; empty if the property has no dedicated annotation. */
    public static Optional<AnnotatedProperty> find(String propertyName) {
        return Arrays.stream(values())
                .filter(annotatedProperty -> annotatedProperty.propertyName().equals(propertyName))
                .findFirst();
    }

    /** Returns the annotation as users write it for a value of the property. */
    public String renderAnnotation(String value) {
        String quotedValue = '"' + (isListOfColumns ? String.join("\", \"", value.split(", ", -1)) : value) + '"';
        String attributeValue = quotedValue.contains("\", \"") ? "{" + quotedValue + "}" : quotedValue;
        return "@" + annotationName + "("
                + (attributeName.equals("value") ? attributeValue : attributeName + " = " + attributeValue) + ")";
    }

    public String propertyName() {
        return knownProperty.propertyName();
    }

    /** Returns the simple name of the annotation. */
    public String annotationName() {
        return annotationName;
    }

    public String attributeName() {
        return attributeName;
    }

    public boolean isListOfColumns() {
        return isListOfColumns;
    }
}
