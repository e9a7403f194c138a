package dev.cairn.processor.read;

import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.TypedComponent;

/**
 * The context of the parameters and the result of a query method.
 *
 * @param methodName the name of the method
 * @param packageName the package of the interface
 * @param isNullMarked whether types are non-null unless they are declared nullable
 */
record QueryMethodContext(String methodName, String packageName, boolean isNullMarked) {
    /** Creates a component for the type of a parameter or a result. */
    TypedComponent createComponent(String name, FindingSite site) {
        return new TypedComponent(name, site, site.place(), packageName, TypedComponent.Sizes.IRRELEVANT);
    }
}
