package dev.cairn.processor.model;

/** The properties of tables and materialized views that are attributes of an annotation of their own. */
public enum AnnotatedProperty {
    BLOOM_FILTER_COLUMNS("bloom_filter_columns", "BloomFilter", "value", true),
    BLOOM_FILTER_RATE("bloom_filter_fpp", "BloomFilter", "falsePositives", false),
    COLOCATION_GROUP("colocate_with", "ColocateWith", "value", false);

    private final String property;
    private final String annotation;
    private final String attribute;
    private final boolean columns;

    /** @param columns whether the value is a list of columns */
    AnnotatedProperty(String property, String annotation, String attribute, boolean columns) {
        this.property = property;
        this.annotation = annotation;
        this.attribute = attribute;
        this.columns = columns;
    }

    /** Returns the name of the property. */
    public String property() {
        return property;
    }

    /** Returns the simple name of the annotation. */
    public String annotation() {
        return annotation;
    }

    public String attribute() {
        return attribute;
    }

    public boolean isListOfColumns() {
        return columns;
    }
}
