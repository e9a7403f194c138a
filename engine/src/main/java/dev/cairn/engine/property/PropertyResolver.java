package dev.cairn.engine.property;

/**
 * Resolves the names in a value, such as those of columns, tables, labels and groups, against the object that gets the
 * property.
 */
@FunctionalInterface
interface PropertyResolver {
    /** Returns the text that the server stores; refuses an unknown name and a value that does not fit the object. */
    String resolve(PropertyTarget target, PropertyValue value);
}
