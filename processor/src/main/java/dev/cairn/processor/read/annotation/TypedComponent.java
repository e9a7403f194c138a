package dev.cairn.processor.read.annotation;

import dev.cairn.processor.finding.Place;

/**
 * The component of a record whose type is read. It also represents a parameter or the result of a query method.
 *
 * @param name the name of the component
 * @param site the site of findings about annotations inside the type
 * @param place the place of findings about the component
 * @param packageName the package of the generated code, which must see all types that it names
 * @param sizes the source of the lengths of texts and the digits of decimals
 */
public record TypedComponent(String name, FindingSite site, Place place, String packageName, Sizes sizes) {
    /** What determines the lengths of texts and the digits of decimals. */
    public enum Sizes {
        /** The component declares them. */
        DECLARED,
        /** The query of a view determines them where the component does not declare them. */
        INFERRED,
        /** They do not matter, because values are only sent or read. */
        IRRELEVANT
    }
}
