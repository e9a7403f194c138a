package dev.cairn.processor.generate;

import java.util.List;

/**
 * The environment in which generated code is compiled.
 *
 * @param hasGeneratedAnnotation whether {@code javax.annotation.processing.Generated} is available
 * @param isInModule whether the code is part of a named module, where javac may warn about the types that a class
 *     exports
 * @param hidesJavaLang whether the package has a class with the simple name of a class of {@code java.lang}
 */
public record GenerationEnvironment(boolean hasGeneratedAnnotation, boolean isInModule, boolean hidesJavaLang) {
    /** The environment of most code: a class path with the annotation, and a package that hides nothing. */
    public static final GenerationEnvironment PLAIN = new GenerationEnvironment(true, false, false);

    /**
     * Returns the warnings that all generated code suppresses: the generated code can neither avoid a deprecated record
     * nor change the exports of a module. Only Eclipse's compiler knows {@code "all"}.
     */
    List<String> suppressedWarnings() {
        return isInModule
                ? List.of("all", "deprecation", "removal", "exports")
                : List.of("all", "deprecation", "removal");
    }

    /**
     * This method is written by hand, like {@link #equals}: method handles link the generated methods of records, which
     * delays the first compilation in each process.
     */
    @Override
    public int hashCode() {
        return (hasGeneratedAnnotation ? 1 : 0) + (isInModule ? 2 : 0) + (hidesJavaLang ? 4 : 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GenerationEnvironment environment
                && hasGeneratedAnnotation == environment.hasGeneratedAnnotation
                && isInModule == environment.isInModule
                && hidesJavaLang == environment.hidesJavaLang;
    }
}
