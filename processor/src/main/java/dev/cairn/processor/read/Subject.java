package dev.cairn.processor.read;

import dev.cairn.processor.model.Place;

/**
 * What a type is the type of.
 *
 * @param name the component, as its record calls it
 * @param site where annotations inside its type are found
 * @param inPackage that of the generated code, which must see all types that it names
 */
record Subject(String name, Site site, Place place, String inPackage) {}
