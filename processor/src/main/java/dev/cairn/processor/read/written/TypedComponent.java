package dev.cairn.processor.read.written;

import dev.cairn.processor.model.Place;

/**
 * The component of a record whose type is read.
 *
 * @param name the name of the component
 * @param site where annotations inside of its type are found
 * @param inPackage the package of the generated code, which must see all types that it names
 * @param inferred whether a query determines the type, so that a decimal needs no precision
 */
public record TypedComponent(String name, FindingSite site, Place place, String inPackage, boolean inferred) {}
