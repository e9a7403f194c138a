package dev.cairn.engine.property;

/**
 * Resolves the names of columns, tables, labels or groups in a value, for the object that gets the property.
 */
@FunctionalInterface
interface PropertyResolver {
    /** Returns the text that the server stores; refuses an unknown name and a value that does not fit the object. */
    String resolve(PropertyTarget target, PropertyValue value);
}
