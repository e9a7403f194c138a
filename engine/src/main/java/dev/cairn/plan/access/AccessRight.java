package dev.cairn.plan.access;

import dev.cairn.catalog.SecuredObject;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.access.Privilege;

/**
 * A right of a role, a user or a group, regardless of the path by which the holder has it. Rights are compared before
 * and after a migration.
 */
sealed interface AccessRight {
    /** A privilege on an object, or on all objects of a kind. */
    record PrivilegeUse(Privilege privilege, SecuredObject object) implements AccessRight {}

    /** The right to grant a privilege to others. */
    record GrantOption(Privilege privilege, SecuredObject object) implements AccessRight {}

    /** The right to read a relation through a view, without a privilege on the relation. */
    record ReadThroughView(ObjectName relation) implements AccessRight {}

    /** The right to read a column of a relation through a view, without a privilege on the relation. */
    record ColumnReadThroughView(ObjectName relation, String columnName) implements AccessRight {}

    /** The membership in a role. */
    record RoleMembership(String role) implements AccessRight {}
}
