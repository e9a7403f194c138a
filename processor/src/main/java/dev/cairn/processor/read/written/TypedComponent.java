package dev.cairn.processor.read.written;

import dev.cairn.processor.model.Place;

/**
 * What a type is the type of.
 *
 * @param name the component, as its record calls it
 * @param site where annotations inside its type are found
 * @param inPackage that of the generated code, which must see all types that it names
 * @param inferred whether a query gives the type, so that it need not say how many digits a decimal has
 */
public record TypedComponent(String name, FindingSite site, Place place, String inPackage, boolean inferred) {}
