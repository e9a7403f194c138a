package dev.cairn.catalog;

import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.FunctionDeclaration.Kind;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A user-defined function, which queries can call.
 *
 * @param database the database of the function; null for a global function
 * @param name the name in lower case
 * @param isVariadic whether the last argument may be repeated
 */
public record UserFunction(
        @Nullable String database,
        String name,
        Kind kind,
        List<Type> argumentTypes,
        boolean isVariadic,
        Type resultType) {
    public UserFunction {
        argumentTypes = List.copyOf(argumentTypes);
    }

    /**
     * Creates the function that a declaration describes.
     *
     * @param selectedDatabase the database if the name has none
     * @throws Refusal if the server does not have one of the types
     */
    public static UserFunction of(FunctionDeclaration declaration, String selectedDatabase, ServerProfile profile) {
        QualifiedName name = declaration.name();
        List<Type> storedTypes = new ArrayList<>();
        for (Type argumentType : declaration.argumentTypes()) {
            storedTypes.add(StoredTypeConverter.convert(profile, argumentType, declaration.span()));
        }
        String database =
                declaration.isGlobal() ? null : name.qualifier().map(Name::text).orElse(selectedDatabase);
        return new UserFunction(
                database,
                name.lastPart().text().toLowerCase(Locale.ROOT),
                declaration.kind(),
                storedTypes,
                declaration.isVariadic(),
                StoredTypeConverter.convert(profile, declaration.resultType(), declaration.span()));
    }

    boolean hasSameArguments(UserFunction other) {
        return argumentTypes.equals(other.argumentTypes) && isVariadic == other.isVariadic;
    }

    /** Returns whether the function aggregates many rows to one value. */
    public boolean isAggregate() {
        return kind == Kind.AGGREGATE || kind == Kind.WINDOW;
    }

    /**
     * Returns the key that all functions with a name share in a catalog; the separator is NUL, which no name contains.
     */
    static String catalogKey(@Nullable String database, String name) {
        return (database == null ? "" : database) + "\0" + name.toLowerCase(Locale.ROOT);
    }

    String catalogKey() {
        return catalogKey(database, name);
    }
}
