package dev.cairn.tooling.recording.compile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;

/**
 * A name in a source that javac can't resolve. It may be the name of a type, a package or a member.
 *
 * @param text the name as it is written; the whole name of an import
 * @param isInMissingPackage whether javac knows neither a type nor a package with the name before the last dot
 * @param imports the qualified names that the source imports, {@code shop.Names} or {@code shop.*}
 */
public record UnresolvedType(String text, boolean isInMissingPackage, List<String> imports) {
    private static final String MISSING_PACKAGE_CODE = "compiler.err.doesnt.exist";
    private static final Set<String> UNRESOLVED_CODES =
            Set.of(MISSING_PACKAGE_CODE, "compiler.err.cant.resolve", "compiler.err.cant.resolve.location");
    private static final String WILDCARD = ".*";

    /**
     * A qualified name: packages, a type, and its members or nested types. By convention, the type is the first part
     * that begins with an upper-case letter.
     */
    private static final Pattern QUALIFIED_TYPE_PATTERN =
            Pattern.compile("((?:\\p{Ll}[^.]*\\.)*)(\\p{Lu}[^.]*)(\\..+)?");

    public UnresolvedType {
        imports = List.copyOf(imports);
    }

    /** Returns the name that javac can't resolve; empty if the error is not about a name. */
    static Optional<UnresolvedType> findIn(Diagnostic<?> diagnostic, String textAtError, List<String> imports) {
        boolean isUnresolved = UNRESOLVED_CODES.contains(diagnostic.getCode()) && !textAtError.isEmpty();
        return isUnresolved
                ? Optional.of(
                        new UnresolvedType(textAtError, diagnostic.getCode().equals(MISSING_PACKAGE_CODE), imports))
                : Optional.empty();
    }

    /**
     * Returns the qualified name of a missing type. Empty if the name is not qualified and no import contains it, or if
     * only a member of an existing type is missing. A name without an upper-case part is returned as it is if its
     * package is missing.
     */
    public Optional<String> findQualifiedName() {
        Matcher nameMatcher = QUALIFIED_TYPE_PATTERN.matcher(text);
        if (!nameMatcher.matches()) {
            return isInMissingPackage ? Optional.of(text) : Optional.empty();
        }
        if (nameMatcher.group(3) != null && !isInMissingPackage) {
            return Optional.empty();
        }
        String typeName = nameMatcher.group(2);
        return nameMatcher.group(1).isEmpty()
                ? imports.stream()
                        .filter(importedName -> importedName.endsWith("." + typeName))
                        .findFirst()
                : Optional.of(nameMatcher.group(1) + typeName);
    }

    /** Returns the packages that are imported as {@code shop.*} and may contain the type; none for a qualified name. */
    public List<String> possiblePackages() {
        return text.contains(".")
                ? List.of()
                : imports.stream()
                        .filter(importedName -> importedName.endsWith(WILDCARD))
                        .map(importedName -> importedName.substring(0, importedName.length() - WILDCARD.length()))
                        .toList();
    }

    /** Returns whether the name stands in an import of all types of this package, such as {@code shop.*}. */
    public boolean isWildcardImport(String packageName) {
        return text.equals(packageName + WILDCARD);
    }

    /** Returns the name without its qualifier. */
    public String simpleName() {
        return text.substring(text.lastIndexOf('.') + 1);
    }
}
