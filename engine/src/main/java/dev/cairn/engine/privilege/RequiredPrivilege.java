package dev.cairn.engine.privilege;

import dev.cairn.catalog.SecuredObject;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A privilege that a statement requires.
 *
 * @param alternatives the privileges that suffice, each alone; empty if any privilege on the object suffices
 * @param includesContents whether the object is a database for which any privilege on one of its objects also suffices
 */
public record RequiredPrivilege(SecuredObject object, List<Privilege> alternatives, boolean includesContents) {
    public RequiredPrivilege {
        alternatives = List.copyOf(alternatives);
    }

    /** Returns a requirement of one of several privileges on an object; without privileges, of any privilege on it. */
    public static RequiredPrivilege of(SecuredObject object, Privilege... alternatives) {
        return new RequiredPrivilege(object, List.of(alternatives), false);
    }

    /** Returns a requirement of any privilege on a database, or on one of its objects. */
    static RequiredPrivilege ofDatabaseContents(SecuredObject database) {
        return new RequiredPrivilege(database, List.of(), true);
    }

    public static RequiredPrivilege ofSystem(Privilege... alternatives) {
        return of(SecuredObject.SYSTEM, alternatives);
    }

    static RequiredPrivilege of(SecuredKind kind, String name, Privilege... alternatives) {
        return of(SecuredObject.ofGlobal(kind, name), alternatives);
    }

    /**
     * Returns the privileges in the words of the server's error: {@code SELECT}, {@code OPERATE OR NODE}, {@code ANY}.
     */
    public String describeAlternatives() {
        return alternatives.isEmpty()
                ? "ANY"
                : alternatives.stream().map(Privilege::sql).collect(Collectors.joining(" OR "));
    }
}
